"""The scenarios of the features that ``FEATURE`` names, a glob below ``specs``; collected by ``mutate`` only."""

import os
from pathlib import Path

from pytest_bdd import scenarios

SPECS = Path(__file__).parents[2] / "specs"

scenarios(*(path.name for path in sorted(SPECS.glob(os.environ["FEATURE"]))))
