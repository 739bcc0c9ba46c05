"""What is due on a case, and what still has to be done."""
