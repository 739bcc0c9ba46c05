"""What was done, by whom: a chain that shows when it was tampered with."""
