"""Who works here: accounts, roles, sessions and signing in."""
