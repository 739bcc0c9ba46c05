"""Tests of the programmes."""
