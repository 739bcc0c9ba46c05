"""Data keys, sealed columns and blind indexes: what makes a stolen copy name nobody."""
