"""One definition for each figure: what it is called, what is counted, and the list behind it."""
