"""Protective measures, hearings, and reports to an authority, as records of the file; nothing is sent."""
