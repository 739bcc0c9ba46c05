"""What a partner sees: the page behind a link, without an account, and the list of those that have one."""
