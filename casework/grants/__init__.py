"""Duty cover and exceptional access: a file lent for a few hours, with a reason, and looked at afterwards."""
