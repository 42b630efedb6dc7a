"""A trial site with the registers of these tests."""

from __future__ import annotations

import pytest

from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The core with orders and bills."""
    made = full_catalogue({"order": ("tests.engine.orders", "1.0")})
    assert made.failures == {}
    return made


@pytest.fixture
def trial(catalogue: Catalogue) -> Trial:
    """A site with everybody of the procedure."""
    return Trial(catalogue)
