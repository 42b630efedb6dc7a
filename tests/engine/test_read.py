"""What is given for a step is read by its fields."""

from __future__ import annotations

import pytest

from pmcore.model.outcomes import Invalid
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


@pytest.fixture(scope="module")
def everything() -> Catalogue:
    """The core and the chapters."""
    return full_catalogue()


@pytest.mark.parametrize("nothing", [[], (), "", None])
def test_a_list_of_nothing_is_missing(everything: Catalogue, nothing: object) -> None:
    """A mandatory list with no line in it is not filled, in whatever shape it comes; one line fills it."""
    trial = Trial(everything)
    trial.record("unit", "add", by="lj", code="1-1", use="home", area="80")
    with pytest.raises(Invalid) as told:
        trial.record("release", "apply", by="lj", unit="1-1", nature="moving-out", items=nothing)

    assert [name for name, _message in told.value.invalid] == ["items"]
    assert trial.record("release", "apply", by="lj", unit="1-1", nature="moving-out", items=["sofa:1"]).number == "FX2026-0001"
