"""Figures for those who read no file, and the log of who read which."""
