"""How a file begins."""
