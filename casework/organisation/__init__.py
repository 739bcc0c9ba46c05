"""Where the work is done: directorates and cells."""
