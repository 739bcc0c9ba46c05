"""What is done to lend a file: exceptional access in one module, duty cover in the other."""
