"""Every kind reads what people write, or says why not without repeating it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from pmcore.model.kinds import (
    CODE,
    DATE,
    DOCUMENT_TAIL,
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
    Limits,
)
from pmcore.model.messages import Bad
from pmcore.model.money import Money, yuan
from pmcore.model.periods import MONDAY, MONTH
from pmcore.model.span import clock, days, minutes

from .kinds_at_hand import OF_NUMBER, TWO, USE, Number, Use

LABELS = Limits(labels={"住家": "home", "住宅": "home", "未接房": "not-taken-over"})


def accepts(kind: Kind, *pairs: tuple[str, Any], spec: Limits = TWO) -> list[Any]:
    """A row of a table for every text and the value it is read as."""
    return [pytest.param(kind, text, value, spec, id=f"{kind.name}-{text!r}") for text, value in pairs]


@pytest.mark.parametrize(
    ("kind", "text", "value", "spec"),
    [
        *accepts(CODE, ("１－２－３０１", "1-2-301"), (" B1—07 ", "B1-07"), ("甲座#3", "甲座#3"), ("a_b./c", "a_b./c")),
        *accepts(TEXT, ("漏水\r\n请来", "漏水\n请来"), ("x" * 2000, "x" * 2000)),
        *accepts(
            PERSON_NAME,
            ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
            ("张三[/]", "张三[/]"),
            ("Robert'); DROP TABLE", "Robert'); DROP TABLE"),
            ("\u3000王小明 ", "王小明"),
            ("阿依古丽·买买提", "阿依古丽·买买提"),
        ),
        *accepts(
            PHONE,
            ("13800000001", "13800000001"),
            ("138 0000-0001", "13800000001"),
            ("１３８００００００１１", "13800000011"),
            ("+86 138 0000 0001", "13800000001"),
            ("0086-13800000001", "13800000001"),
            ("010-12345678", "010-12345678"),
            ("(010) 12345678", "010-12345678"),
            ("0571-1234567", "0571-1234567"),
            ("05711234567", "0571-1234567"),
            ("+86 571 12345678", "0571-12345678"),
            ("0571-1234567-801", "0571-1234567-801"),
            ("0571-1234567转801", "0571-1234567-801"),
            ("010—12345678 ext. 8", "010-12345678-8"),
            ("400-123-4567", "400-123-4567"),
            ("4001234567", "400-123-4567"),
            ("2345678", "2345678"),
            ("23456789", "23456789"),
            ("+852 9123 4567", "+85291234567"),
        ),
        *accepts(
            PLATE,
            ("苏A12345", "苏A12345"),
            ("苏a·12345", "苏A12345"),
            ("苏Ａ－１２３４５", "苏A12345"),
            ("川 AD82XE4", "川AD82XE4"),
            ("粤B12345D", "粤B12345D"),
            ("京A1234学", "京A1234学"),
            ("粤Z1234港", "粤Z1234港"),
        ),
        *accepts(DOCUMENT_TAIL, ("123x", "123X"), ("０００１", "0001")),
        *accepts(YEAR_MONTH, ("2026-11", "2026-11"), ("2026年11月", "2026-11"), ("2026/1", "2026-01"), ("202611", "2026-11")),
        *accepts(MONEY, ("100", yuan(100)), ("¥3.50", Money(350)), ("１００", yuan(100)), ("1,200元", yuan(1200))),
        *accepts(WHOLE, ("12", 12), ("-3", -3), ("１，２００", 1200), ("+0", 0)),
        *accepts(NUMBER, ("98.5", Decimal("98.50")), ("-0", Decimal(0)), ("1,000.25", Decimal("1000.25")), ("5.", Decimal(5))),
        *accepts(
            YESNO,
            *((word, True) for word in ("是", "yes", "TRUE", "y", "1", "对", "有", "１")),
            *((word, False) for word in ("否", "no", "False", "N", "0", "错", "无")),
        ),
        *accepts(
            DATE,
            ("2026-07-01", date(2026, 7, 1)),
            ("2026/7/1", date(2026, 7, 1)),
            ("2026.7.1", date(2026, 7, 1)),
            ("2026年7月1日", date(2026, 7, 1)),
            ("２０２６年７月１号", date(2026, 7, 1)),
            ("20260701", date(2026, 7, 1)),
            ("2026-07-01 00:00:00", date(2026, 7, 1)),
            ("2028-02-29", date(2028, 2, 29)),
        ),
        *accepts(
            MOMENT,
            ("2026-07-01 09:05", datetime(2026, 7, 1, 1, 5, tzinfo=UTC)),
            ("2026-07-01T09:05:06.1239", datetime(2026, 7, 1, 1, 5, 6, 123000, tzinfo=UTC)),
            ("2026-07-01T09:05+09:00", datetime(2026, 7, 1, 0, 5, tzinfo=UTC)),
            ("2026-07-01T09:05:00Z", datetime(2026, 7, 1, 9, 5, tzinfo=UTC)),
            ("2026-07-01t09:05:00-0130", datetime(2026, 7, 1, 10, 35, tzinfo=UTC)),
            ("2026/7/1 9:05", datetime(2026, 7, 1, 1, 5, tzinfo=UTC)),
            ("2026年7月1日9点5分", datetime(2026, 7, 1, 1, 5, tzinfo=UTC)),
            ("20260701 0905".replace("0905", "09:05"), datetime(2026, 7, 1, 1, 5, tzinfo=UTC)),
        ),
        *accepts(MOMENT, ("2026-07-01 09:05", datetime(2026, 7, 1, 9, 5, tzinfo=UTC)), spec=Limits(zone="UTC")),
        *accepts(
            TIME,
            ("9:05", time(9, 5)),
            ("０９：０５", time(9, 5)),
            ("17点30分", time(17, 30)),
            ("08:30:15", time(8, 30, 15)),
        ),
        *accepts(SPAN, ("30 minutes", minutes(30)), ("7天", days(7)), ("当日17:00", clock(17))),
        *accepts(PERIOD, ("every Monday", MONDAY), ("每月３日前", MONTH.by(3))),
        *accepts(USE, ("home", Use.HOME), (" HOME ", Use.HOME), ("not_taken_over", Use.NOT_TAKEN)),
        *accepts(USE, ("住家", Use.HOME), ("未 接房", Use.NOT_TAKEN), ("住宅", Use.HOME), spec=LABELS),
        *accepts(OF_NUMBER, (" 王小明 ", Number("王小明"))),
        *accepts(REFERENCE, ("C00001", Number("C00001")), spec=Limits(ref=Number)),
    ],
)
def test_reads(kind: Kind, text: str, value: Any, spec: Limits) -> None:
    """People's ways of writing are read."""
    assert kind.read(text, spec) == value
    assert kind.load(text, spec) == value


REFUSED: dict[Kind, tuple[str, ...]] = {
    CODE: ("a b", "x" * 41, "a'b", "a:b", "a\tb", "1½"),
    TEXT: ("x" * 2001, "a\x1b[2J", "a\u202eb"),
    PERSON_NAME: ("x" * 61, "王\n小明", "王\u200b明"),
    PHONE: (
        "1380000000",
        "138000000011",
        "12800000001",
        "010-1234",
        "54321",
        "phone home",
        "0571-1234567-1234567",
        "13800000001 13800000002",
        "٠١٢٣٤٥٦٧٨٩٠",
    ),
    PLATE: ("川A1234", "川AI2345", "川AO2345", "A54321", "川112345", "川A1234567", "川川12345", "京A12345学"),
    DOCUMENT_TAIL: ("123", "12345", "12-4", "一二三四"),
    YEAR_MONTH: ("2026-13", "2026-0", "11", "2026", "2026-11-01"),
    MONEY: ("3.555", "ten", "1e3"),
    WHOLE: ("1.9", "1.0", "x", "1e3", "--1", "9" * 19, "9" * 5000),
    NUMBER: ("1.234", "x", "1e3", "NaN", "Infinity", "9" * 18),
    YESNO: ("maybe", "2", "是否"),
    DATE: (
        "2026-02-30",
        "2026-13-01",
        "2026-7",
        "7月1日",
        "01/07/2026",
        "0206-07-01",
        "2026-07-01 09:00",
        "2026/7-1",
        "2026071",
    ),
    MOMENT: (
        "09:05",
        "2026-07-01",
        "2026-07-01 25:00",
        "2026-02-30 09:00",
        "2026-07-01T09:05+99:00",
        "2026-07-01 24:00",
        "soon",
    ),
    TIME: ("25:00", "9", "09:60", "09:05+08:00", "now"),
    SPAN: ("soon", "30"),
    PERIOD: ("soon", "30", "month@32"),
    USE: ("shop", "住家"),
    OF_NUMBER: ("x" * 81, "a\nb"),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in REFUSED.items() for text in texts])
def test_refuses(kind: Kind, text: str) -> None:
    """What cannot be read is refused with a sentence that does not repeat it."""
    with pytest.raises(Bad) as refused:
        kind.read(text, TWO)

    told = f"{refused.value} {refused.value.message.text} {refused.value.message.values}"
    assert "; " in refused.value.message.text or ": " in refused.value.message.text
    assert not kind.personal or text not in told


@pytest.mark.parametrize("kind", [*KINDS.values(), USE], ids=lambda kind: kind.name)
@pytest.mark.parametrize("text", ["", "   ", "\u3000", "\n"])
def test_empty(kind: Kind, text: str) -> None:
    """An empty text is no value of any kind, and says so."""
    with pytest.raises(Bad, match="is empty"):
        kind.read(text, TWO)
