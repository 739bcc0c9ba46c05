"""The register of reception: who came, why, and what became of it."""
