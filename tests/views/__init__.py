"""What pages, packs and commands show, before any of it is HTML."""
