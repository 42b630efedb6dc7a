"""Tests of what every frontend stands on."""
