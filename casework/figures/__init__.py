"""One definition for each figure: what is counted, and the list behind it."""
