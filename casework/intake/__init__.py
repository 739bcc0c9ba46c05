"""How a file begins: the interview in five steps, and shorter entries for when there is no time."""
