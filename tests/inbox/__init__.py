"""Tests of what cells send to each other."""
