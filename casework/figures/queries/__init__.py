"""What the figures count."""
