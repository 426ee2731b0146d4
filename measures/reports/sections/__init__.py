"""The sections of a pack, a module each: from what is published to blocks."""
