"""What is handed to a meeting: one content model, in sections of blocks, and a renderer for each format."""
