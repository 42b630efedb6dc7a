"""A site with every chapter, a home, a customer and a rent; and readers of its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.describing import manifest_of
from pmcore.plugin.discovery import full_catalogue
from pmcore.surface.words import Words
from pmcore.testing.trial import STAFF, Trial


@pytest.fixture(scope="session")
def catalogue(plugins: Mapping[str, tuple[str, str]]) -> Catalogue:
    """The core with every chapter of this tree."""
    return full_catalogue(plugins)


@pytest.fixture(scope="session")
def manifest(catalogue: Catalogue) -> dict[str, Any]:
    """What is installed."""
    return manifest_of(catalogue)


@pytest.fixture
def english(manifest: dict[str, Any]) -> Words:
    """A reader of English."""
    return Words(manifest, "en")


@pytest.fixture
def chinese(manifest: dict[str, Any]) -> Words:
    """A reader of Chinese."""
    return Words(manifest, "zh")


@pytest.fixture
def site(catalogue: Catalogue) -> Trial:
    """A home, who lives there, and their parking space, which is not paid yet."""
    trial = Trial(catalogue, staff={**STAFF, "toll": "toll-collector"})
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001", unit="1-2-301")
    trial.record("parking", "rent", by="lj", **rent())
    return trial


def rent(**more: Any) -> dict[str, Any]:
    """What is given for a rent."""
    car = {"plate": "苏A12345", "mobile": "13800000001", "licence_matches": "yes", "tariff_told": "yes"}
    return {"space": "B1-07", "customer": "王小明", **car, **more}
