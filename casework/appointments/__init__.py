"""Appointments with the person of a file: when, where, with whom, and whether she came."""
