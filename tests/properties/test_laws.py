"""The laws that hold the model in place: path independence, correction, bare rebuild; and a random walk against a model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcore.model.outcomes import Declined
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

START = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
END = START + timedelta(days=40)
PEOPLE = {"lj": "assistant", "zg": "supervisor"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core with the register of the laws."""
    made = full_catalogue({"matter": ("tests.properties.matters", "1")})
    assert made.failures == {}
    return made


def site(catalogue: Catalogue) -> Trial:
    """A site where late entries need no approval."""
    trial = Trial(catalogue, now=START - timedelta(days=2), staff=PEOPLE)
    trial.desk.set_standard("desk.late_limit", "1y", by="admin", reason="laws")
    return trial


def picture(trial: Trial) -> tuple[Any, Any, Any]:
    """The live clock entries, the open duties and the rows of matters, without numbers of entries."""
    with trial.desk.reading() as look:
        rows = look.list("matter", limit=100).rows
        clock = sorted(
            (row.values["who"], shown.entry.at, shown.body["ground"])
            for row in rows
            for shown in look.history("matter", row.number)
            if shown.entry.by == "clock" and shown.entry.step == "escalate" and shown.struck_by is None
        )
        names = {row.number: row.values["who"] for row in rows}
        duties = sorted(
            (names[duty.number], duty.step, duty.due, duty.holder) for duty in look.duties() if duty.register == "matter"
        )
        states = sorted((row.values["who"], row.state, row.values["topic"], row.values["count"], row.first) for row in rows)
    return clock, duties, states


matters = st.lists(
    st.tuples(
        st.integers(0, 24 * 20),  # hours after the start when it was taken
        st.sampled_from(["t1", "t2", None]),
        st.one_of(st.none(), st.integers(0, 24 * 9)),  # hours until judged
        st.one_of(st.none(), st.integers(0, 24 * 12)),  # hours until settled
        st.one_of(st.none(), st.integers(0, 24 * 12)),  # hours until remarked
    ),
    min_size=1,
    max_size=4,
)


def acts(told: list[Any]) -> list[tuple[datetime, int, str, dict[str, Any]]]:
    """What people did, each with when and to which matter; only what is possible in order of time."""
    found = []
    for place, (taken, topic, judged, settled, remarked) in enumerate(told):
        begin = START + timedelta(hours=taken, minutes=place)
        found.append((begin, place, "take", {"who": f"w{place}", "topic": topic}))
        if judged is not None and (settled is None or judged < settled):
            found.append((begin + timedelta(hours=judged, minutes=1), place, "judge", {"grade": 1}))
        if remarked is not None and (settled is None or remarked < settled):
            found.append((begin + timedelta(hours=remarked, minutes=2), place, "remark", {"count": 2 + place}))
        if settled is not None:
            found.append((begin + timedelta(hours=settled, minutes=3), place, "settle", {}))
    return sorted(found, key=lambda act: act[0])


def play(trial: Trial, order: list[tuple[datetime, int, str, dict[str, Any]]], written: list[datetime]) -> None:
    """Record acts in an order, each at the moment of writing given with it."""
    numbers: dict[int, str] = {}
    for (at, place, step, told), moment in zip(order, written, strict=True):
        trial.now = max(moment, at, trial.now)
        by = "zg" if step == "judge" else "lj"
        result = trial.record("matter", step, by=by, on=numbers.get(place), at=at, **told)
        numbers[place] = result.number
    trial.now = END


@settings(max_examples=60, deadline=None)
@given(told=matters, data=st.data())
def test_any_order_of_writing_gives_what_the_order_of_time_gives(
    catalogue: Catalogue, told: list[Any], data: st.DataObject
) -> None:
    """Late entries, looks between them and moments of writing change neither clock entries nor duties nor columns."""
    in_time = acts(told)
    straight = site(catalogue)
    play(straight, in_time, [act[0] for act in in_time])

    lateness = [data.draw(st.integers(0, 24 * 18)) for _act in in_time]
    writing = sorted(range(len(in_time)), key=lambda place: (in_time[place][0] + timedelta(hours=lateness[place]), place))
    order = _possible([in_time[place] for place in writing])
    crooked = site(catalogue)
    play(crooked, order, [min(act[0] + timedelta(hours=max(lateness)), END) for act in order])

    assert picture(crooked) == picture(straight)
    assert crooked.desk.verify()[1] is None


def _possible(order: list[Any]) -> list[Any]:
    """The same acts, each matter's state-making ones in order of time: anything else is refused by the law of late entries."""
    done = list(order)
    rank = {"take": 0, "judge": 1, "settle": 2}
    for place in {act[1] for act in order}:
        slots = [index for index, act in enumerate(done) if act[1] == place]
        mine = [done[index] for index in slots]
        moving = sorted((act for act in mine if act[2] != "remark"), key=lambda act: rank[act[2]])
        rest = [act for act in mine if act[2] == "remark"]
        for index, act in zip(slots, [*moving[:1], *rest, *moving[1:]], strict=True):
            done[index] = act
    return done


values = st.fixed_dictionaries(
    {"count": st.integers(1, 8), "topic": st.sampled_from(["t1", "t2"]), "note": st.sampled_from(["a", "b"])}
)


@settings(max_examples=40, deadline=None)
@given(first=values, second=values, settled=st.booleans())
def test_recording_x_and_correcting_it_to_y_is_recording_y(
    catalogue: Catalogue, first: dict[str, Any], second: dict[str, Any], settled: bool
) -> None:
    """The form, its duties and what it entailed stand as if y had been recorded in the first place."""
    changes = {name: value for name, value in second.items() if value != first[name]}
    corrected, plain = site(catalogue), site(catalogue)
    for trial, given_ in ((corrected, first), (plain, second)):
        trial.now = START
        trial.record("matter", "take", by="lj", who="w", **given_)
        if settled:
            trial.passes(hours=2)
            trial.record("matter", "settle", by="lj", on="1")
    if changes:
        corrected.desk.correct("matter", "1", changes, reason="slip", by="lj")

    assert picture(corrected) == picture(plain)
    assert bills(corrected) == bills(plain)
    assert corrected.row("matter", "1").values == plain.row("matter", "1").values


def bills(trial: Trial) -> list[Any]:
    """The amounts of bills that stand."""
    with trial.desk.reading() as look:
        return [row.values["amount"] for row in look.list("bill").rows]


def test_a_correction_that_a_paid_bill_stands_on_is_refused(catalogue: Catalogue) -> None:
    """What was entailed has gone on: the refusal names it, and nothing changes."""
    trial = site(catalogue)
    trial.now = START
    taken = trial.record("matter", "take", by="lj", who="w", count=3)
    trial.record("bill", "pay", by="lj", on=taken.also[0].number)

    with pytest.raises(Declined) as caught:
        trial.desk.correct("matter", taken.number, {"count": 1}, reason="slip", by="lj")

    assert caught.value.findings[0].evidence["number"] == taken.also[0].number
    assert trial.row("matter", taken.number).values["count"] == 3


def test_a_correction_is_judged_like_the_step_itself(catalogue: Catalogue) -> None:
    """A value that the rule refuses cannot be reached by correcting."""
    trial = site(catalogue)
    trial.now = START
    trial.record("matter", "take", by="lj", who="w", count=3)

    with pytest.raises(Declined) as caught:
        trial.desk.correct("matter", "1", {"count": 9}, reason="slip", by="lj")

    assert caught.value.findings[0].rule == "matter.nine-is-too-many"


@settings(max_examples=30, deadline=None)
@given(told=matters)
def test_a_rebuild_without_plugins_gives_the_same_tables(catalogue: Catalogue, told: list[Any]) -> None:
    """Rows, duties, wakes, watches and counters come out of the entries alone, without any chapter's code."""
    trial = site(catalogue)
    in_time = acts(told)
    play(trial, in_time, [act[0] for act in in_time])
    if trial.row("matter", "1").state != "void":
        trial.desk.void("matter", "1", reason="wrong form", by="zg")
    before = tables(trial)

    trial.desk.catalogue = Catalogue()
    trial.desk.rebuild()

    assert tables(trial) == before
    assert trial.desk.verify()[1] is None


def tables(trial: Trial) -> dict[str, Any]:
    """Every projection of a site, as a store gives it."""
    with trial.store.read(trial.desk.site) as reader:
        rows = {
            (register, row.number): row
            for register in sorted(reader.registers())
            for state in (None, "void")
            for row in reader.find(register, state=state)
        }
        return {
            "rows": rows,
            "duties": sorted(reader.duties()),
            "wakes": sorted(reader.wakes("9999")),
            "watchers": sorted(reader.watchers(["matter.topic=t1", "matter.topic=t2"])),
            "counters": {
                register: reader.counter(register, series)
                for register, series in (("matter", "MA2026-{seq}"), ("bill", "BI2026-{seq}"))
            },
        }


def late_settlement(catalogue: Catalogue) -> Trial:
    """Taken on day 0, nothing until day 10, then the settlement of day 3 is entered."""
    trial = site(catalogue)
    trial.now = START
    trial.record("matter", "take", by="lj", who="w0")
    trial.passes(days=10)
    trial.record("matter", "take", by="lj", who="w1")
    trial.record("matter", "settle", by="lj", on="1", at=START + timedelta(days=3))
    return trial


def test_an_escalation_that_a_late_entry_made_untrue_is_struck(catalogue: Catalogue) -> None:
    """It was written in good faith on day 7; the settlement of day 3 takes it back."""
    assert picture(late_settlement(catalogue))[0] == []


def test_without_striking_the_escalation_would_stay(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above: 'write once when due' leaves a wrong escalation behind."""
    from pmcore.engine.timekeeper import Timekeeper

    monkeypatch.setattr(Timekeeper, "recorded", lambda self, register, number: [])

    assert picture(late_settlement(catalogue))[0] == [("w0", "2026-07-08T01:00:00.000Z", "week")]
