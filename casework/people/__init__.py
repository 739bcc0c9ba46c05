"""The persons whom the cells serve, and who is around them."""

from casework.people import index as index  # listens from the first use of a person
