"""What is filled in about partners."""
