"""The persons whom the cells serve, and who is around them."""
