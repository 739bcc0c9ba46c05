"""What happened that somebody should look at: shown inside the application, and by e-mail if set up."""
