"""Tests of the door for authors."""
