"""Sending people on to partners, with what they agreed to, and what the partners answer."""
