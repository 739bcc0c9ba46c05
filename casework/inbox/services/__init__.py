"""What is done with the cards of cells, and with what cells send to each other."""
