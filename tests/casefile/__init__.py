"""The case file, read and corrected."""
