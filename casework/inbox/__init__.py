"""What the other cells of the directorate send to a cell: its card, its list, its answers."""
