"""Readers: each is answered in their own language and zone, however many there are at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

import pmcore.surface
from pmcore.model.outcomes import Declined
from pmcore.surface.agenda import agenda
from pmcore.surface.answers import declined
from pmcore.surface.card import unit_card
from pmcore.surface.form import shown_form
from pmcore.surface.lists import listed
from pmcore.surface.reasons import reasons
from pmcore.surface.search import found_forms
from pmcore.surface.words import Words
from pmcore.testing.trial import Trial

from .conftest import rent


def everything(site: Trial, words: Words) -> list[str]:
    """All that one reader is told of the site."""
    with pytest.raises(Declined) as caught:
        site.record("parking", "rent", by="lj", **rent())
    told = declined(caught.value, words).lines
    with site.desk.reading() as look:
        told += unit_card(look, words, "1-2-301").lines
        told += shown_form(look, words, "parking", "YZ2026-0001").lines
        told += reasons(look, words, "parking", "YZ2026-0001").lines
        for table in (agenda(look, words), listed(look, words, "parking").table, found_forms(look, words, "YZ1")):
            told += [*table.heads.values(), *(str(cell) for row in table.cells for cell in row.values()), *table.notes]
    return told


def test_two_readers_in_two_languages_at_once(site: Trial, english: Words, chinese: Words) -> None:
    """Each of twenty readers, who look at the same moment, is told what one alone in that language would be."""
    readers = [english, chinese] * 10
    alone = {words.lang: everything(site, words) for words in (english, chinese)}
    together = Barrier(len(readers))

    def read(words: Words) -> list[str]:
        together.wait()
        return everything(site, words)

    with ThreadPoolExecutor(len(readers)) as pool:
        told = list(pool.map(read, readers))

    assert told == [alone[words.lang] for words in readers]
    assert alone["en"] != alone["zh"]


def test_a_reader_elsewhere_reads_their_own_clock(site: Trial, english: Words) -> None:
    """The zone is handed in as the language is."""
    with site.desk.reading() as look:
        here, there = (shown_form(look, words, "parking", "YZ2026-0001").data["first"] for words in (english, english.at("UTC")))

    assert (here, there) == ("2026-07-01T09:00:00+08:00", "2026-07-01T01:00:00+00:00")


def test_the_surface_keeps_nothing_of_a_reader() -> None:
    """No module of it looks at the environment, the streams, the locale or a context of the process."""
    folder = Path(next(iter(pmcore.surface.__path__)))
    process = ("environ", "sys.stdin", "sys.stdout", "sys.stderr", "isatty", "textdomain", "ContextVar", "global ", "locale.")

    assert {path.name: [word for word in process if word in path.read_text("utf-8")] for path in folder.glob("*.py")} == {
        path.name: [] for path in folder.glob("*.py")
    }
