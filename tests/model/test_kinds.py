"""Every kind stands in the chain in one form, and shows what it can read again."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcore.model import kinds
from pmcore.model.kinds import (
    CODE,
    DATE,
    DOCUMENT_TAIL,
    KIND_OF,
    KINDS,
    MOMENT,
    MONEY,
    NUMBER,
    PERIOD,
    PERSON_NAME,
    PHONE,
    PLATE,
    REFERENCE,
    SPAN,
    TEXT,
    TIME,
    WHOLE,
    YEAR_MONTH,
    YESNO,
    Kind,
    kind_for,
)
from pmcore.model.messages import Bad
from pmcore.model.money import MOST_FEN, Money, yuan
from pmcore.model.periods import DAY, FRIDAY, MONDAY, MONTH, YEAR, windows
from pmcore.model.span import Span, clock, days, minutes

from .kinds_at_hand import OF_NUMBER, TWO, USE, Number, Use

ROOT = Path(__file__).parents[2]


names = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20).map(TEXT.read)

VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    CODE: st.from_regex(r"[0-9A-Za-z一-龥_./#-]{1,40}", fullmatch=True),
    TEXT: names,
    PERSON_NAME: names,
    PHONE: st.from_regex(r"1[3-9][0-9]{9}|0571-[0-9]{7}|010-[0-9]{8}-[0-9]{1,4}|400-[0-9]{3}-[0-9]{4}", fullmatch=True),
    PLATE: st.from_regex(r"[苏川京][A-HJ-NP-Z](?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[学挂])", fullmatch=True),
    DOCUMENT_TAIL: st.from_regex(r"[0-9]{3}[0-9X]", fullmatch=True),
    YEAR_MONTH: st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: f"{day:%Y-%m}"),
    MONEY: st.integers(-MOST_FEN, MOST_FEN).map(Money),
    WHOLE: st.integers(-(2**63) + 1, 2**63 - 1),
    NUMBER: st.integers(-(10**15), 10**15).map(lambda raw: Decimal(raw).scaleb(-2)),
    YESNO: st.booleans(),
    DATE: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    MOMENT: st.datetimes(datetime(1950, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)).map(MOMENT.check),  # noqa: DTZ001
    TIME: st.times().map(lambda value: value.replace(microsecond=0)),
    SPAN: st.sampled_from([minutes(30), days(7), clock(17), Span(1, "half_day"), Span(1, "end_of_day")]),
    PERIOD: st.sampled_from([MONDAY, MONTH.by(30), FRIDAY.at_close, DAY.at(17), YEAR.by(15, 3), windows("12-20/01-05")]),
    USE: st.sampled_from(Use),
    OF_NUMBER: names.map(lambda text: Number(text)),
}

with_values = pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.name)


@with_values
@given(data=st.data())
def test_round_trips(kind: Kind, data: st.DataObject) -> None:
    """What is dumped is restored, what is shown is read, and what goes out as JSON comes in again."""
    value = data.draw(VALUES[kind])
    dumped = kind.dump_places(value, TWO)

    assert type(dumped) in (str, int, bool)
    assert kind.restore_places(json.loads(json.dumps(dumped)), TWO) == value
    assert kind.restore(kind.dump(value)) == value
    for lang in ("zh", "en"):
        assert kind.read(kind.show(value, lang), TWO) == value
    assert kind.load(json.loads(json.dumps(kind.plain(value))), TWO) == value
    assert kind.check(value, TWO) == value


@pytest.mark.parametrize(
    ("kind", "value", "dumped"),
    [
        (MONEY, yuan("3.50"), 350),
        (DATE, date(2026, 7, 1), "2026-07-01"),
        (MOMENT, datetime(2026, 11, 30, 1, 5, 12, 123456, tzinfo=UTC), "2026-11-30T01:05:12.123Z"),
        (TIME, time(8, 30), "08:30:00"),
        (SPAN, minutes(30), "30m"),
        (PERIOD, windows("07-01/07-15", "01-15/01-30"), "01-15/01-30,07-01/07-15"),
        (YESNO, True, True),
        (USE, Use.NOT_TAKEN, "not-taken-over"),
        (NUMBER, Decimal("98.50"), 9850),
        (OF_NUMBER, Number("C00001"), "C00001"),
    ],
)
def test_dump(kind: Kind, value: Any, dumped: str | int) -> None:
    """The forms in the chain are fixed for ever."""
    assert kind.dump_places(value, TWO) == dumped
    assert type(kind.dump_places(value, TWO)) is type(dumped)


def test_columns_restore() -> None:
    """A column gives 1 and 0 for a truth value."""
    assert YESNO.restore(1) is True
    assert YESNO.restore(0) is False


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en"),
    [
        (YESNO, True, "是", "yes"),
        (MONEY, yuan(100), "100.00", "100.00"),
        (SPAN, minutes(30), "30分钟", "30 minutes"),
        (PERIOD, MONTH.by(3), "每月3日前", "every month by day 3"),
        (MOMENT, datetime(2026, 7, 1, 1, 5, tzinfo=UTC), "2026-07-01T09:05:00+08:00", "2026-07-01T09:05:00+08:00"),
        (TIME, time(8, 30), "08:30", "08:30"),
        (NUMBER, Decimal("98.50"), "98.50", "98.50"),
    ],
)
def test_show(kind: Kind, value: Any, zh: str, en: str) -> None:
    """People see values in their language and their site's time."""
    assert (kind.show(value, "zh"), kind.show(value, "en")) == (zh, en)


def test_zone() -> None:
    """Moments are shown in the zone that is asked for."""
    assert MOMENT.show(datetime(2026, 7, 1, 1, 5, tzinfo=UTC), "en", "Asia/Urumqi") == "2026-07-01T07:05:00+06:00"


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        (PHONE, "13800000001", "138****0001"),
        (PHONE, "0571-1234567", "0571-****67"),
        (PHONE, "2345678", "****78"),
        (PERSON_NAME, "王小明", "王*明"),
        (PERSON_NAME, "王明", "王*"),
        (PERSON_NAME, "王", "*"),
        (PERSON_NAME, "欧阳小明", "欧**明"),
        (PERSON_NAME, "=cmd|'/c calc'!A1", "=***1"),
        (PLATE, "苏A12345", "苏A***45"),
        (TEXT, "漏水", "***"),
        (DOCUMENT_TAIL, "123X", "***"),
        (MONEY, yuan(1), "1.00"),
        (CODE, "B1-07", "B1-07"),
    ],
)
def test_mask(kind: Kind, value: Any, masked: str) -> None:
    """Personal values are masked, others shown."""
    assert kind.mask(value) == masked


def test_personal() -> None:
    """Texts of people are personal; codes, numbers, dates, choices and references are not."""
    personal = {kind for kind in (*KINDS.values(), USE) if kind.personal}

    assert personal == {TEXT, PERSON_NAME, PHONE, PLATE, DOCUMENT_TAIL}


@pytest.mark.parametrize("kind", [*KINDS.values(), USE], ids=lambda kind: kind.name)
def test_examples(kind: Kind) -> None:
    """Every kind but references has an example that it reads."""
    assert kind is REFERENCE or kind.read(kind.example, TWO) is not None
    assert kind.column in ("TEXT", "INTEGER")
    assert kind.metavar


def test_kind_for() -> None:
    """Annotations lead to their kinds; what has none leads to None."""
    assert kind_for(kinds.Plate) is PLATE
    assert kind_for(str) is TEXT
    assert kind_for(bool) is YESNO
    assert kind_for(datetime) is MOMENT
    assert getattr(kind_for(Use), "choices", None) is Use
    assert kind_for(object) is None
    assert kind_for("str") is None
    assert KIND_OF[Decimal] is NUMBER


@given(st.text())
def test_nothing_but_bad(text: str) -> None:
    """Whatever people write, a kind reads it or says why not; nothing else is raised."""
    for kind in (*VALUES, REFERENCE):
        try:
            kind.check(kind.read(text, TWO), TWO) if kind is not REFERENCE else kind.read(text, TWO)
        except Bad:
            continue


def test_every_sentence_has_its_chinese() -> None:
    """The catalogue of values holds a translation of every sentence of these modules, with the same blanks."""
    folder = ROOT / "src/pmcore/model"
    told = set()
    for name in (
        "money",
        "calendar",
        "span",
        "text",
        "kind",
        "kinds_text",
        "kinds_number",
        "kinds_time",
        "kinds_period",
        "periods",
    ):
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                told.add(ast.literal_eval(node.args[0]))
    catalogue = (ROOT / "src/pmcore/locale/zh_CN/values.po").read_text("utf-8")
    chinese = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', catalogue, re.MULTILINE))

    assert set(chinese) == told
    assert all(sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", chinese[text])) for text in told)


def test_light() -> None:
    """The kinds load nothing heavy: they stand on the path of every command."""
    heavy = "{'attrs', 'click', 'cattrs', 'dataclasses', 'zoneinfo', 'inspect', 'pluggy'}"
    code = f"import sys, pmcore.model.kinds; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
