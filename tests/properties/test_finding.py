"""A search in a file gives what the plain store gives, and what a walk over all forms gives, whatever was done before."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmcore.engine.search import search
from pmcore.model.outcomes import Declined
from pmcore.model.sought import parts_of
from pmcore.plugin.discovery import full_catalogue
from pmcore.store.memory import MemoryStore
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.trial import Trial

CATALOGUE = full_catalogue({"parking": ("pmplugins.parking", "1")})
STAFF = {"lj": "assistant", "zg": "supervisor"}
NAMES = st.text("王李小明曾单芳", min_size=1, max_size=3)
PHONES = st.from_regex(r"13[0-2]000000[01][0-9]", fullmatch=True)
UNITS = st.from_regex(r"[12]-[12]-[34]0[12]", fullmatch=True)
PLATES = st.from_regex(r"苏A[12]{5}", fullmatch=True)
PLACE = st.integers(0, 5)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("customer"), NAMES, st.one_of(st.none(), PHONES)),
        st.tuples(st.just("unit"), UNITS),
        st.tuples(st.just("tenure"), PLACE, PLACE),
        st.tuples(st.just("vehicle"), PLACE, PLATES),
        st.tuples(st.just("update"), PLACE, NAMES),
        st.tuples(st.just("correct"), PLACE, NAMES),
        st.tuples(st.just("strike"), PLACE),
        st.tuples(st.just("void"), PLACE),
        st.tuples(st.just("merge"), PLACE, PLACE),
        st.tuples(st.just("erase"), PLACE),
    ),
    min_size=2,
    max_size=14,
)
WORD = st.one_of(NAMES, PHONES, UNITS, PLATES, st.text("01234567-%*wxmlKHz", min_size=1, max_size=4))


def do(trial: Trial, act: tuple[Any, ...]) -> None:
    """One act, if it is possible."""
    kind, *told = act
    number = f"KH{told[0] + 1:05}" if isinstance(told[0], int) else ""
    with suppress(Declined):
        match kind:
            case "customer":
                trial.record("customer", "add", by="lj", name=told[0], mobile=told[1])
            case "unit":
                trial.record("unit", "add", by="lj", code=told[0], use="home", area="80")
            case "tenure":
                unit = f"FH{told[1] + 1:05}"
                trial.record("tenure", "begin", by="lj", unit=unit, customer=number, capacity="owner", starts="2026-07-01")
            case "vehicle":
                trial.record("vehicle", "add", by="lj", customer=number, plate=told[1])
            case "update":
                trial.record("customer", "update", by="lj", on=number, name=told[1])
            case "correct":
                trial.desk.correct("customer", number, {"name": told[1]}, reason="slip", by="zg")
            case "strike":
                with trial.desk.reading() as look:
                    seq = max(shown.entry.seq for shown in look.history("customer", look.row("customer", number).number))
                trial.desk.strike("customer", number, seq, reason="slip", by="zg")
            case "void":
                trial.desk.void("customer", number, reason="wrong form", by="zg")
            case "merge":
                trial.record("customer", "merge", by="zg", on=number, into=f"KH{told[1] + 1:05}")
            case _:
                trial.desk.erase(number, reason="asked to", by="zg")


def told(trial: Trial, text: str, limit: int) -> list[tuple[str, str]]:
    """What is found."""
    with trial.desk.reading() as look:
        return [(hit.row.number, hit.column) for hit in search(look, text, limit=limit)]


def walked(trial: Trial, word: str) -> set[str]:
    """Numbers of standing customers and units that have the word in a value, by comparing texts and nothing else."""
    found = set()
    word = "".join(parts_of(word))
    with trial.store.read("trial") as reader:
        for register, columns in (("customer", ("name", "mobile")), ("unit", ("code",))):
            for row in reader.find(register):
                values = [str(row.values[name]) for name in columns if row.values.get(name) is not None]
                if row.state != "merged" and any(
                    value.startswith(word) or value.endswith(word) if name == "mobile" else word in value
                    for name, value in zip(columns, values, strict=False)
                ):
                    found.add(row.number)
    return found


@settings(max_examples=25, deadline=None)
@given(acts=ACTS, words=st.lists(st.lists(WORD, min_size=1, max_size=2), min_size=1, max_size=6), limit=st.integers(1, 30))
def test_every_store_finds_the_same(acts: list[Any], words: list[list[str]], limit: int, tmp_path_factory: Any) -> None:
    """After corrections, strikes, voids, merges and erasures, and after a rebuild."""
    path: Path = tmp_path_factory.mktemp("finding") / "site.db"
    with closing(SqliteStore(path, create=True)) as file:
        plain, kept = (Trial(CATALOGUE, store=store, staff=STAFF) for store in (MemoryStore(), file))
        for act in acts:
            do(plain, act)
            do(kept, act)
        texts = [" ".join(one) for one in words] + [part for act in acts for part in act[1:] if isinstance(part, str)]
        answers = [told(plain, text, limit) for text in texts]
        assert [told(kept, text, limit) for text in texts] == answers
        kept.desk.rebuild()
        assert [told(kept, text, limit) for text in texts] == answers


@settings(max_examples=40, deadline=None)
@given(acts=ACTS, word=st.one_of(NAMES, PHONES, UNITS))
def test_what_is_found_is_what_has_the_word(acts: list[Any], word: str) -> None:
    """The same as a walk over all customers and units; those that merged ones lead to come on top."""
    trial = Trial(CATALOGUE, staff=STAFF)
    for act in acts:
        do(trial, act)
    found = {number for number, _column in told(trial, word, 100) if number.startswith(("KH", "FH"))}
    with trial.store.read("trial") as reader:
        merged = any(row.state == "merged" for row in reader.find("customer"))

    assert walked(trial, word) <= found
    assert merged or walked(trial, word) == found
