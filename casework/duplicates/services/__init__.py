"""What is done about files that may be one person's."""
