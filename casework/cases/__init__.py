"""The case: the file of a person in a cell, and who works on it."""
