"""Asking for a transfer, answering one, and what follows when a file becomes another cell's."""
