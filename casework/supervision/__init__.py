"""How a supervisor accompanies the work: questions on a file, review sessions, case conferences."""
