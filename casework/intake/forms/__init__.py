"""What is filled in: the interview in five steps, and the shorter entries."""
