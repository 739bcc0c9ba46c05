"""What happens between two contacts: notes, their corrections and additions."""
