"""Tests of the register of reception."""
