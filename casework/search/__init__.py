"""Finding a person among the files that one reads."""
