"""The long stories, lived in a real browser on the demonstration."""
