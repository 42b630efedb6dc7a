"""The office desk beyond what the specs say: whose names fit, what is taken back, what stands in the chain."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pmcore.model.outcomes import Declined, Invalid, Refused
from pmcore.model.people import Actor
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

from .counter import desk_of, lend, parcel, store


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core and this chapter."""
    catalogue = full_catalogue({"office": ("pmplugins.office", "1")})
    assert catalogue.failures == {}
    return catalogue


@pytest.fixture
def trial(chapter: Catalogue) -> Trial:
    """A desk with two customers and their units."""
    return desk_of(chapter)


def outstanding(trial: Trial) -> list[tuple[str, str]]:
    """(state, outstanding) of every charge."""
    with trial.desk.reading() as look:
        return [(row.state, str(row.values["outstanding"])) for row in look.list("charge", limit=50).rows]


def clauses(declined: Declined) -> set[str]:
    """The clauses of what stopped a step."""
    return {finding.clause for finding in declined.findings if finding.level != "warn"}


def test_mail_of_a_customer_who_stood_in_the_book_twice(trial: Trial) -> None:
    """The customers were merged after the parcel came: the name they have now fits, a third one does not."""
    number = parcel(trial)
    other = trial.record("customer", "add", by="lj", name="Wang Xiaoming").number
    trial.record("customer", "merge", by="zg", on="KH00001", into=other)
    with pytest.raises(Refused):
        trial.record("mail", "hand-out", by="lj", on=number, collector="Zhao Yi", signed_for=True)

    assert trial.record("mail", "hand-out", by="lj", on=number, collector="Wang Xiaoming", signed_for=True).state == "handed-out"


def test_a_name_fits_however_it_is_typed(trial: Trial) -> None:
    """Full-width letters, capitals and blanks at the ends make no other person."""
    number = parcel(trial)

    assert trial.record("mail", "hand-out", by="lj", on=number, collector="ＷＡＮＧ Ming ", signed_for=True).state == "handed-out"


def test_who_moved_out_does_not_collect_mail_for_the_unit(trial: Trial) -> None:
    """Mail for a unit goes to who is something to it on that day."""
    first, second = (parcel(trial, tracking, customer=None, unit="A-1203") for tracking in ("SF1", "SF2"))
    assert trial.record("mail", "hand-out", by="lj", on=first, collector="Wang Ming", signed_for=True).state == "handed-out"
    trial.record("tenure", "end", by="lj", on="GX00001", ends=date(2026, 6, 30))
    with pytest.raises(Refused) as told:
        trial.record("mail", "hand-out", by="lj", on=second, collector="Wang Ming", signed_for=True)

    assert clauses(told.value) == {"desk.4"}


def test_mail_is_handed_out_once(trial: Trial) -> None:
    """The second desk is told that it is gone; a hand-out on the wrong form is struck, and the notice is owed as before."""
    number = parcel(trial)
    owed = trial.duties("mail", number)
    seq = trial.record("mail", "hand-out", by="lj", on=number, collector="Wang Ming", signed_for=True).seq
    with pytest.raises(Refused):
        trial.record("mail", "hand-out", by="wf", on=number, collector="Wang Ming", signed_for=True)
    assert trial.duties("mail", number) == []
    trial.desk.strike("mail", number, seq, reason="another parcel", by="lj")

    assert (trial.row("mail", number).state, trial.duties("mail", number)) == ("received", owed)


def test_a_thing_reported_damaged_by_mistake_is_not_charged(trial: Trial) -> None:
    """The return is put right, or struck: the charge goes with it."""
    damaged = {"result": "damaged", "what_is_wrong": "torn"}
    first, second = lend(trial), lend(trial)
    one = trial.record("loan", "return", by="lj", on=first, **damaged)
    two = trial.record("loan", "return", by="lj", on=second, **damaged)
    assert [state for state, _left in outstanding(trial)] == ["open", "open"]
    trial.desk.correct("loan", first, {"result": "good"}, seq=one.seq, reason="another one", by="lj")
    trial.desk.strike("loan", second, two.seq, reason="another one", by="lj")

    assert [trial.row("loan", number).state for number in (first, second)] == ["returned", "lent"]
    assert [state for state, _left in outstanding(trial) if state == "open"] == []


def test_a_charge_that_was_reversed_is_not_paid(trial: Trial) -> None:
    """Taking the charge away is no payment; the company doing without it is."""
    number = lend(trial)
    made = trial.record("loan", "return", by="lj", on=number, result="lost", what_is_wrong="left on a bus")
    trial.record("charge", "reverse", by="cl", on=made.also[0].number, reason="slip")
    with pytest.raises(Refused) as told:
        trial.record("loan", "confirm", by="lj", on=number)
    assert clauses(told.value) == {"desk.14"}
    again = {"customer": "Wang Ming", "kind": "damages", "amount": "48.50", "source": f"loan/{number}"}
    charged = trial.record("charge", "raise", by="cl", **again).number
    trial.record("payment", "take", by="cl", customer="Wang Ming", charge=charged, amount="48.50", means="cash")

    assert trial.record("loan", "confirm", by="lj", on=number).state == "paid"


def test_no_document_number_and_no_name_stands_in_the_chain(trial: Trial) -> None:
    """Who collected what, by which telephone call and document, lies beside the chain."""
    number = parcel(trial, sender="Sender Sally", contents="a red vase")
    trial.record(
        "mail", "hand-out", by="lj", on=number, collector="Zhao Yi", signed_for=True, document="identity-card",
        document_tail="907X", authority="telephone", authority_from="Wang Ming", authority_number="13800000001",
    )  # fmt: skip
    visit = trial.record("visitor", "announce", by="gate", name="Visitor Vic", host="Wang Ming", purpose="to sell").number
    trial.record("visitor", "confirm", by="gate", on=visit, expected=True, spoke_to="Wang Ming", telephone="13800000001")
    chain = "".join(entry.body + entry.grounds + entry.context for entry in trial.entries())

    assert '"identity-card"' in chain
    secrets = ("Sally", "vase", "Zhao Yi", "Wang Ming", "907X", "13800000001", "Vic", "to sell")
    assert [secret for secret in secrets if secret in chain] == []


def test_every_forbidden_thing_is_named_without_its_words(trial: Trial) -> None:
    """The refusal names line and kind, all of them, never what the customer called the thing."""
    items = [{"name": "my laptop", "kind": "precision-instrument"}, {"name": "coat", "kind": "clothing"},
             {"name": "my cash", "kind": "cash"}]  # fmt: skip
    with pytest.raises(Refused) as told:
        trial.record(
            "storage",
            "accept",
            by="lj",
            customer="Wang Ming",
            items=items,
            tag="12",
            collect_by=datetime(2026, 7, 1, 9, tzinfo=UTC),
        )
    evidence = [dict(finding.evidence) for finding in told.value.findings]

    assert [(one["line"], one["kind"].value) for one in evidence] == [(1, "precision-instrument"), (3, "cash")]


def test_a_form_without_things_is_refused(trial: Trial) -> None:
    """An empty list of things is no application and no found property: the field is missing, by whatever way it is given."""
    with pytest.raises(Invalid) as stored:
        trial.record(
            "storage", "accept", by="lj", customer="Wang Ming", items=[], tag="12", collect_by=datetime(2026, 7, 1, 9, tzinfo=UTC)
        )
    with pytest.raises(Invalid) as found:
        trial.record("found", "take-in", by=Actor("lj", others=(Actor("wf"),)), items=[], where_found="lift")

    assert [name for error in (stored, found) for name, _why in error.value.invalid] == ["items", "items"]


def test_a_tag_is_free_again_when_the_thing_is_gone(trial: Trial) -> None:
    """A tag hangs on one thing at a time."""
    number = store(trial)
    with pytest.raises(Refused):
        store(trial)
    trial.record(
        "storage", "collect", by="lj", on="12", collector="Wang Ming", named="suitcase", left_on=date(2026, 7, 1),
        collect_on=date(2026, 7, 2), document="passport", document_tail="1234", checked_together=True,
    )  # fmt: skip

    assert trial.row("storage", number).state == "collected"
    assert store(trial) == "JC2026-0002"


def test_a_renewal_struck_brings_the_old_end_back(trial: Trial) -> None:
    """What was renewed by mistake ends on its old day."""
    given = {"unit": "A-1203", "title": "Daily", "starts": date(2026, 7, 1), "until": date(2026, 7, 31)}
    number = trial.record("paper", "subscribe", by="lj", **given).number
    owed = trial.duties("paper", number)
    seq = trial.record("paper", "renew", by="lj", on=number, until=date(2026, 12, 31)).seq
    assert trial.duties("paper", number) != owed
    trial.desk.strike("paper", number, seq, reason="another one", by="lj")
    assert trial.duties("paper", number) == owed
    trial.passes(days=31)

    assert trial.row("paper", number).state == "ended"
