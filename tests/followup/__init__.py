"""Notes: written, corrected, added to, taken away."""
