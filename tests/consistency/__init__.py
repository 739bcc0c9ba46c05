"""What the house habits promise about the repository itself."""
