"""The lists of files, and the counts of the board."""
