"""Tests of consents."""
