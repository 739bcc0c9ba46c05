"""The register of reception: who came, for which cell, and what became of it."""
