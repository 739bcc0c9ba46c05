"""The case file: one page for reading it, and one for each thing that may be corrected in it."""
