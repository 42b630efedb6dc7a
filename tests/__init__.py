"""Tests; what they test is named by their folder."""
