"""What is asked of the database about files that may be one person's."""
