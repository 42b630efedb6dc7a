"""What a reference means is looked up once in a transaction, and again when its register was written on."""

from __future__ import annotations

import pytest

from pmcore.desk import Desk, open_desk
from pmcore.model.outcomes import NotFound
from pmcore.plugin.discovery import full_catalogue


@pytest.fixture
def desk() -> Desk:
    """A founded site."""
    desk = open_desk(catalogue=full_catalogue({}))
    desk.found(name="Trial", code="trial", admin="Admin", training=True)
    return desk


def test_a_look_up_sees_what_the_same_transaction_wrote(desk: Desk) -> None:
    """The same row until then, the new one afterwards; what was not found may be found later."""
    with desk.sheet() as door:
        lookup = door.sheet.lookup
        before = lookup.row("staff", "admin")
        with pytest.raises(NotFound):
            lookup.row("unit", "A-1")
        assert lookup.row("staff", "admin") is before
        door.record(desk.step("unit", "add"), {"code": "A-1", "use": "home", "area": "80"}, by="admin")
        assert lookup.row("staff", "admin") is before
        door.record(desk.step("staff", "assign"), {"role": "assistant"}, on="admin", by="admin")
        after, unit = lookup.row("staff", "admin"), lookup.row("unit", "A-1")

    assert ("assistant" in str(before.values["roles"]), "assistant" in str(after.values["roles"])) == (False, True)
    assert unit.values["code"] == "A-1"
