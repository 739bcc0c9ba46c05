"""Tasks and due dates."""
