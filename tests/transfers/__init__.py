"""The stories of a file that is given to another cell."""
