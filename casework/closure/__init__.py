"""Ending the work on a file, and taking it up again."""
