"""What is new to somebody, on his pages and by mail."""
