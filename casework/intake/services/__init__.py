"""Keeping the draft of an interview, and opening the file at the end of it."""
