"""What is due today, Monday's digest, and telling a supervisor what has been late for long."""
