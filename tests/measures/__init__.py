"""Tests of measures and of reports to an authority."""
