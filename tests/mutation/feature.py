"""The scenarios of the one feature that ``FEATURE`` names; collected by ``mutate`` only."""

import os

from pytest_bdd import scenarios

scenarios(os.environ["FEATURE"])
