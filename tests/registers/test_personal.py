"""Personal values lie beside the chain, are masked where somebody looks in passing, and can be taken out for good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from pmcore import Declined
from pmcore.engine.codec import encode, item_specs
from pmcore.model.field import FieldSpec
from pmcore.model.outcomes import Invalid, NotFound, Refused
from pmcore.model.step import ready
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

SENTINEL = "SENTINEL7391"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core alone."""
    return full_catalogue({"order": ("tests.engine.orders", "1.0")})


@pytest.fixture
def trial(catalogue: Catalogue) -> Trial:
    """A site with a unit."""
    made = Trial(catalogue)
    made.record("unit", "add", by="lj", code="1-1-101", use="home", area="80")
    return made


def columns(trial: Trial) -> str:
    """Every column of every entry, one after the other."""
    return "\n".join(str(value) for entry in trial.entries() for value in entry)


CORE = full_catalogue({})
STEPS = [(register, name) for register in CORE.registers for name in CORE.steps_of(register)]


@pytest.mark.parametrize(("register", "name"), STEPS)
def test_no_personal_value_of_a_core_step_is_in_its_body(register: str, name: str) -> None:
    """Every field whose kind is personal gets a word to look for, in lists and lines too; the body holds its seal only."""
    cls = CORE.steps_of(register)[name]
    step = object.__new__(cls)
    for told, spec in ready(cls).fields.items():
        step.__dict__[told] = _sentinel(spec)

    made = encode(step, {}, lambda count: b"\x07" * count)

    assert SENTINEL not in json.dumps(made.body, ensure_ascii=False)
    assert len(made.personal) == sum(_personal(spec) for spec in ready(cls).fields.values())


def _sentinel(spec: FieldSpec) -> Any:
    one: Any = None
    if spec.item is not None:
        one = object.__new__(spec.item)
        one.__dict__.update({name: _sentinel(inner) for name, inner in item_specs(spec.item).items()})
    elif spec.personal:
        one = SENTINEL
    return (one,) if spec.many and one is not None else one


def _personal(spec: FieldSpec) -> int:
    return sum(_personal(inner) for inner in item_specs(spec.item).values()) if spec.item is not None else int(spec.personal)


def test_the_core_has_personal_fields_to_look_for() -> None:
    """The control of the test above: names, telephone numbers, reasons and PINs are among them."""
    found = {
        f"{register}.{name}.{told}"
        for register, name in STEPS
        for told, spec in ready(CORE.steps_of(register)[name]).fields.items()
        if spec.personal
    }

    assert {
        "customer.add.name",
        "customer.add.mobile",
        "staff.set-pin.pin_hash",
        "approval.ask.draft",
        "standard.set.reason",
    } <= found


@pytest.fixture
def lived(trial: Trial) -> tuple[Trial, list[str]]:
    """A customer of whom much was written: entered with leave, corrected, a late entry; the words to look for."""
    words = [f"{SENTINEL}{letter}" for letter in "ABCDEFG"]
    number = trial.record("customer", "add", by="lj", name=words[0], mobile="13877391739", unit="1-1-101", remark=words[1]).number
    trial.desk.correct("customer", number, {"remark": words[2]}, reason=words[3], by="lj")
    trial.record("customer", "update", by="lj", on=number, name=words[4])
    at = trial.now
    trial.passes(days=5)
    update = trial.desk.step("customer", "update")
    trial.desk.record_granted(
        update, {"name": words[5]}, by="lj", on=number, at=at, late=words[6], reason=words[6], granted_by=("zg",)
    )  # fmt: skip
    return trial, [*words, "13877391739"]


def kept(trial: Trial) -> str:
    """Everything that the book holds besides the chain."""
    with trial.store.read("trial") as reader:
        rows = [reader.find(register) for register in reader.registers()]
        return repr([dict(reader.personal(entry.seq)) for entry in trial.entries()]) + repr(rows)


def test_what_was_written_of_somebody_is_not_in_the_chain(lived: tuple[Trial, list[str]]) -> None:
    """Neither in bodies nor in grounds, contexts or command ids; it is beside the chain."""
    trial, words = lived

    assert [word for word in words if word in columns(trial)] == []
    assert [word for word in words if word not in kept(trial)] == []


def test_erasing_takes_all_of_it_out(lived: tuple[Trial, list[str]]) -> None:
    """Values, salts and columns are gone, drafts of approvals too; the chain holds; a rebuild gives what is there."""
    trial, words = lived
    before = {entry.seq: entry.hash for entry in trial.entries()}
    trial.desk.erase("1", reason="asked to", by="zg")

    assert [word for word in words if word in kept(trial)] == []
    assert {entry.seq: entry.hash for entry in trial.entries()[:-1]} == before
    assert trial.desk.verify()[1] is None
    with trial.store.read("trial") as reader:
        live = {register: reader.find(register) for register in reader.registers()}
    trial.desk.rebuild()
    with trial.store.read("trial") as reader:
        assert {register: reader.find(register) for register in reader.registers()} == live


def test_an_erased_customer_is_found_by_number_only(lived: tuple[Trial, list[str]]) -> None:
    """Neither by name nor by telephone number; the form stays, with its entries."""
    trial, words = lived
    number = trial.row("customer", words[5]).number
    trial.desk.erase(number, reason="asked to", by="zg")

    for text in (*words[:6], "13877391739"):
        with pytest.raises(NotFound):
            trial.row("customer", text)
    assert trial.row("customer", number).values["name"] is None
    with trial.desk.reading() as look:
        assert next(look.history("customer", number)).body["name"] == "[erased]"


def test_others_are_left_alone(lived: tuple[Trial, list[str]]) -> None:
    """Who lives next door keeps their name."""
    trial, _words = lived
    other = trial.record("customer", "add", by="lj", name="Neighbour", mobile="13800000002").number
    trial.desk.erase("1", reason="asked to", by="zg")

    assert (trial.row("customer", other).values["name"], trial.row("customer", "Neighbour").number) == ("Neighbour", other)


@pytest.mark.parametrize("by", ["lj", "cl", "left"])
def test_only_a_head_erases(lived: tuple[Trial, list[str]], by: str) -> None:
    """Not an assistant, not the cashier, not who has left."""
    trial, words = lived
    trial.record("staff", "engage", by="admin", name="Left", code="left")
    trial.record("staff", "assign", by="admin", on="left", role="supervisor")
    trial.record("staff", "leave", by="admin", on="left")

    with pytest.raises(Refused):
        trial.desk.erase("1", reason="x", by=by)
    assert words[0] in kept(trial)


def test_what_the_law_keeps_is_not_erased_yet(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a closed form of theirs has to be kept the refusal names it and the day; on that day it goes."""
    trial = Trial(catalogue)
    number = trial.record("customer", "add", by="lj", name=SENTINEL).number
    unit = trial.record("unit", "add", by="lj", code="1-1-102", use="home", area="80").number
    tenure = trial.record("tenure", "begin", by="lj", unit=unit, customer=number, capacity="tenant", starts="2026-07-01").number
    monkeypatch.setattr(catalogue.registers["tenure"], "keep", 2)
    trial.record("tenure", "end", by="lj", on=tenure, ends="2026-07-01")

    with pytest.raises(Refused) as caught:
        trial.desk.erase(number, reason="asked to", by="zg")
    assert (caught.value.findings[0].evidence["number"], str(caught.value.findings[0].evidence["until"])) == (tenure, "2028-07-01")

    trial.passes(days=731)
    trial.desk.erase(number, reason="asked to", by="zg")
    assert SENTINEL not in kept(trial)


def test_an_open_form_stops_it(trial: Trial) -> None:
    """An approval still asked for about them has to end first."""
    number = trial.record("customer", "add", by="lj", name=SENTINEL).number
    at = trial.now
    trial.passes(days=5)
    trial.desk.ask(trial.desk.step("customer", "update"), {"name": "X"}, by="lj", on=number, at=at, late="x", reason="x")

    with pytest.raises(Refused) as caught:
        trial.desk.erase(number, reason="asked to", by="zg")
    assert caught.value.findings[0].evidence["number"] == "SP2026-0001"


def test_what_is_printed_in_passing_is_masked(catalogue: Catalogue) -> None:
    """The repr of a step, a message and a refusal tells no personal value, however it gets into a log."""
    add = catalogue.openings_of("customer")[0]
    step = add(name=SENTINEL, mobile="13877391739")

    assert SENTINEL not in repr(step)
    assert "13877391739" not in repr(step)
    assert "kind=" in repr(step)


ATTEMPTS: list[tuple[str, str, Mapping[str, Any]]] = [
    ("customer", "add", {"name": SENTINEL * 40}),
    ("customer", "add", {"name": "Somebody", "mobile": SENTINEL}),
    ("customer", "add", {"name": SENTINEL, "kind": "ghost"}),
    ("customer", "add", {"name": SENTINEL, "unit": "9-9-999"}),
    ("order", "place", {"what": "A1", "amount": "13", "client": SENTINEL}),
    ("order", "place", {"what": "A1", "amount": "200", "note": SENTINEL}),
    ("order", "place", {"what": "A1", "amount": "18", "note": SENTINEL}),
    ("staff", "set-pin", {"pin_hash": SENTINEL * 300}),
]  # fmt: skip


@pytest.mark.parametrize(("register", "step", "given"), ATTEMPTS)
def test_what_goes_wrong_is_told_without_personal_values(trial: Trial, register: str, step: str, given: Mapping[str, Any]) -> None:
    """The exception's text, its findings and its faults name fields, never what stood in them."""
    with pytest.raises(Declined) as caught:
        trial.record(register, step, by="lj", on="lj" if register == "staff" else None, **given)

    declined = caught.value
    told = [str(declined), repr(declined), repr(declined.message), repr(declined.findings), repr(declined.invalid)]
    told += [repr(dict(message.values)) for _name, message in declined.invalid]
    told += [repr(dict(finding.evidence)) for finding in declined.findings]
    assert [text for text in told if SENTINEL in text] == []


def test_a_wrong_type_in_python_is_told_without_the_value(trial: Trial) -> None:
    """A step built in code with a number for a name is refused by the field's name."""
    with pytest.raises((Invalid, TypeError)) as caught:
        trial.record("customer", "add", by="lj", name=[SENTINEL])

    assert SENTINEL not in str(caught.value) + repr(caught.value)
