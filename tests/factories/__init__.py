"""Rows for the tests, each complete by default; one module per feature."""
