"""What the figures count, and what the log shows."""
