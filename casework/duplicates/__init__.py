"""Two files that may be one person's: finding them, asking, making one of two, undoing it."""
