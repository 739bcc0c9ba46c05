"""The associations and institutions to which people are referred."""
