"""Marks, small pictures and charts."""
