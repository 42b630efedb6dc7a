"""Every scenario of ``specs/`` is a test."""

from pytest_bdd import scenarios

scenarios(".")
