"""Where a trusted file may lie, and what is no plain file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmcore.model.outcomes import Invalid
from pmcore.plugin.beside import SiteFile
from pmcore.plugin.sitefile import state_of

from .onefile import UNIT, Place, refusals, source

LINKS = ("file", "folder")


@pytest.mark.parametrize("what", LINKS)
def test_a_link_is_neither_trusted_nor_run(place: Place, tmp_path: Path, what: str) -> None:
    """Beside the book lies the file itself, so that whoever copies the folder has it."""
    linked = place.file if what == "file" else place.file.parent
    linked.rename(tmp_path / "elsewhere")
    linked.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Invalid) as caught:
        place.desk().trust(str(place.file), reason="ours", by="zg")
    assert [(field, "is a link" in message.text) for field, message in caught.value.invalid] == [("file", True)]
    assert not list(tmp_path.rglob("*.ran"))


@pytest.mark.parametrize("what", LINKS)
def test_a_trusted_file_that_becomes_a_link_is_not_run(trusted: Place, tmp_path: Path, what: str) -> None:
    """Although its bytes are the same; the control is that it is run where it lay before."""
    assert state_of(str(tmp_path), trusted.desk().catalogue.files[0]) == ""
    linked = trusted.file if what == "file" else trusted.file.parent
    linked.rename(tmp_path / "elsewhere")
    linked.symlink_to(tmp_path / "elsewhere")
    before = "".join(path.read_text() for path in tmp_path.rglob("*.ran"))

    desk = trusted.desk()
    assert state_of(str(tmp_path), desk.settings.trusted[0]) == "refused"
    assert refusals(desk, "unit.add", UNIT) == ["core.plugins-in-force"]
    assert "".join(path.read_text() for path in tmp_path.rglob("*.ran")) == before


@pytest.mark.parametrize("where", ["beside.py", "plugins/inner/locker.py", "plugins/../beside.py", "plugins/locker.txt"])
def test_a_file_that_lies_elsewhere_is_not_trusted(place: Place, tmp_path: Path, where: str) -> None:
    """Outside the folder, in a folder of it, or no Python file."""
    path = tmp_path / where
    path.parent.mkdir(exist_ok=True)
    path.write_text(source(), encoding="utf-8")

    with pytest.raises(Invalid) as caught:
        place.desk().trust(str(path), reason="ours", by="zg")
    assert [field for field, _message in caught.value.invalid] == ["file"]
    assert not list(tmp_path.rglob("*.ran"))


def test_the_book_records_no_path_outside(place: Place) -> None:
    """Not even for a program that writes the step itself; and no such path would be read."""
    desk = place.desk()
    given = {"name": "jinling", "file": "plugins/../beside.py", "digest": "0" * 64, "reason": "sly"}

    with pytest.raises(Invalid) as caught:
        desk.record(desk.step("plugin", "trust"), given, by="zg")
    assert [field for field, _message in caught.value.invalid] == ["file"]
    assert state_of(str(place.book.parent), SiteFile("jinling", "plugins/../plugins/locker.py", "0" * 64)) == "refused"


def test_what_is_no_plain_file_is_not_waited_for(trusted: Place) -> None:
    """A pipe in its place would hold every command up."""
    trusted.file.unlink()
    os.mkfifo(trusted.file)

    assert state_of(str(trusted.book.parent), trusted.desk().settings.trusted[0]) == "refused"
