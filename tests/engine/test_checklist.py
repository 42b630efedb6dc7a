"""The checklist of a form: derived from its steps, for each choice, what they need and by when they are owed."""

from __future__ import annotations

from typing import Any

import pytest

from pmcore import Choice, Register, Step, days
from pmcore.chapter import ASSISTANT, ENGINEERING, SUPERVISOR
from pmcore.model.outcomes import Invalid, Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

permit = Register("permit", title="Permits", number="PT{year}-{seq:04}")
ASKED, GIVEN, BACK, VOIDED = permit.states("asked", "given", "back", "no-more", closed="no-more")


class Paper(Choice):
    """What is signed."""

    AGREEMENT = "agreement"
    FIRE = "fire"


class Ask(Step, register=permit, by=ASSISTANT, to=ASKED):
    """Ask for a permit."""


class Sign(Step, register=permit, by=ASSISTANT, after=ASKED, each="paper"):
    """Sign the papers; owed by no time."""

    paper: Paper


class Look(Step, register=permit, by=ENGINEERING, after=ASKED, within=days(2)):
    """Have a look before."""


class Give(Step, register=permit, by=SUPERVISOR, after=(ASKED, BACK), to=GIVEN, needs=(Sign, Look), within=days(3)):
    """Give the permit."""


class Post(Step, register=permit, by=ASSISTANT, after=GIVEN, each="copy", within=days(1)):
    """Post a copy of each."""

    copy: Paper


class TakeBack(Step, register=permit, by=SUPERVISOR, after=GIVEN, to=BACK, within=days(100), again=True):
    """Take it back for a while."""


class End(Step, register=permit, by=SUPERVISOR, after=BACK, to=VOIDED):
    """Take it away; nobody owes it."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core and these permits."""
    made = full_catalogue({"permit": (__name__, "1.0")})
    assert made.failures == {}
    return made


@pytest.fixture
def site(catalogue: Catalogue) -> Trial:
    """Who asks, who looks, who decides."""
    return Trial(catalogue, staff={"lj": "assistant", "zg": "supervisor", "en": "engineering"})


def told(site: Trial, number: str) -> dict[str, str]:
    """Step (and choice) -> its state on the checklist."""
    with site.desk.reading() as look:
        found = look.checklist("permit", number)
        assert (found.done, found.known) == (len([one for one in found.items if one.state == "done"]), len(
            [one for one in found.items if one.state != "later"]
        ))  # fmt: skip
        return {one.step + (f"/{one.choice}" if one.choice else ""): one.state for one in found.items}


def ask(site: Trial) -> str:
    """A permit that is asked for."""
    return site.record("permit", "ask", by="lj").number


def test_items_are_what_is_owed_or_needed_once_for_each_choice(site: Trial) -> None:
    """In order of declaration; what nobody owes or needs is no item, what is not possible yet comes later."""
    assert told(site, ask(site)) == {
        "sign/agreement": "open", "sign/fire": "open", "look": "owed", "give": "blocked",
        "post/agreement": "later", "post/fire": "later", "take-back": "later",
    }  # fmt: skip


def test_an_item_says_by_whom_and_when_and_what_it_waits_for(site: Trial) -> None:
    """Signed by whom and when; owed by whom until when; blocked by which, with their choices."""
    number = ask(site)
    seq = site.record("permit", "sign", by="lj", on=number, paper="fire").seq
    with site.desk.reading() as look:
        found = look.checklist("permit", number)
        items = {one.step + one.choice: one for one in found.items}

    assert (items["signfire"].by, items["signfire"].at, items["signfire"].seq) == ("YG0002", site.now, seq)
    assert (items["signagreement"].holder, items["signagreement"].due) == ("assistant", None)
    assert (items["look"].holder, (items["look"].due - site.now).days) == ("engineering", 2)  # type: ignore[operator]
    assert items["give"].missing == (("sign", "agreement"), ("look", ""))
    assert [one.step for one in found.next] == ["look", "sign"]
    assert found.blocked == (items["give"],)


def test_what_is_late_says_so(site: Trial) -> None:
    """After its day."""
    number = ask(site)
    site.passes(days=4)
    with site.desk.reading() as look:
        assert [one.step for one in look.checklist("permit", number).items if one.late] == ["look"]


def given(site: Trial) -> str:
    """A permit that was given."""
    number = ask(site)
    for paper in ("agreement", "fire"):
        site.record("permit", "sign", by="lj", on=number, paper=paper)
    site.record("permit", "look", by="en", on=number)
    site.record("permit", "give", by="zg", on=number)
    return number


def test_what_a_form_came_back_for_is_not_done(site: Trial) -> None:
    """A signature that led away lapses as an item when the form is back; the papers stay signed."""
    number = given(site)
    signed = {"sign/agreement": "done", "sign/fire": "done", "look": "done"}
    posted = {"post/agreement": "done", "post/fire": "owed"}
    site.record("permit", "post", by="lj", on=number, copy="agreement")
    assert told(site, number) == {**signed, "give": "done", **posted, "take-back": "owed"}

    site.record("permit", "take-back", by="zg", on=number)
    assert told(site, number) == {**signed, "give": "owed", **posted, "post/fire": "later", "take-back": "done"}


def test_a_form_that_is_closed_or_void_waits_for_nothing(site: Trial) -> None:
    """What was done stays; a void form has no items."""
    number, slip = given(site), ask(site)
    site.record("permit", "take-back", by="zg", on=number)
    site.record("permit", "end", by="zg", on=number)
    site.desk.void("permit", slip, reason="a slip", by="lj")

    assert set(told(site, number).values()) == {"done"}
    assert told(site, slip) == {}


def test_all_that_is_missing_is_named_in_one_refusal(site: Trial) -> None:
    """The steps, and the choices of one that is signed for each; in words for the reader."""
    number = ask(site)
    site.record("permit", "sign", by="lj", on=number, paper="agreement")
    with pytest.raises(Refused) as refused:
        site.record("permit", "give", by="zg", on=number)

    assert [str(one) for one in refused.value.findings[0].evidence["needed"]] == ["sign/fire", "look"]
    assert len(refused.value.findings) == 1


def test_the_duties_of_choices_are_told_apart(site: Trial) -> None:
    """A trial names them with their choice, as the journal does."""
    number = given(site)

    assert [name for name, _holder, _due in site.duties("permit", number)] == ["post/agreement", "post/fire", "take-back"]


@pytest.mark.parametrize(
    ("register", "step", "more"), [("permit", "sign", {"paper": "fire"}), ("unit", "occupy", {"status": "vacant"})]
)
def test_a_step_without_its_form_says_which_form_and_how_it_is_named(
    site: Trial, register: str, step: str, more: dict[str, Any]
) -> None:
    """By its number, and where people know it by something else, by that."""
    with pytest.raises(Invalid) as invalid:
        site.record(register, step, by="lj", **more)
    ((name, message),) = invalid.value.invalid
    values = message.values

    assert name == "number"
    assert (values["prefix"], [str(way) for way in values["ways"]]) == (("PT", []) if register == "permit" else ("FH", ["code"]))
