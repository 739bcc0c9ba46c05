"""Tests of closure."""
