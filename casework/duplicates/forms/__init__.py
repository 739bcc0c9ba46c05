"""What is filled in about files that may be one person's."""
