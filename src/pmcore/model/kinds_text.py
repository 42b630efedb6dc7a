"""Kinds that are texts: codes, free text, names, telephones, plates, tails of documents, months."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pmcore.model.kind import FREE, Kind, Spec, TextKind
from pmcore.model.messages import Bad, messages
from pmcore.model.text import clean, fold

__all__ = [
    "CODE",
    "DOCUMENT_TAIL",
    "PERSON_NAME",
    "PHONE",
    "PLATE",
    "REFERENCE",
    "TEXT",
    "YEAR_MONTH",
    "reference_kind",
]

_ = messages("pmcore")

# patterns are texts: each is compiled at its first use and kept, so that starting up costs nothing
_pattern = cache(re.compile)
_CODE = r"[0-9A-Za-z\u3005\u3007\u3400-\u9fff\U00020000-\U0003fffd_./#-]+"
_MOBILE = r"(?:\+?86|0086|0)?(1[3-9][0-9]{9})"
_HOME = r"(?:\+86|0086)"
_LAND = r"(010|02[0-9]|0[3-9][0-9]{2})-?([0-9]{7,8})(?:(?:-|转|EXT\.?|#|X)([0-9]{1,6}))?"
_SERVICE = r"([48]00)([0-9]{3})([0-9]{4})"
_LOCAL = r"[2-9][0-9]{6,7}"
_ABROAD = r"(?:\+|00)([1-9][0-9]{6,14})"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = (
    rf"[{_PROVINCES}][A-HJ-NP-Z](?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[学警港澳挂使领])"
    r"|[0-9]{6}使|使[0-9]{6}"
)
_MONTH = r"([12][0-9]{3})(?:[-/.年])?(0[1-9]|1[0-2])月?|([12][0-9]{3})[-/.年]([1-9])月?"


class FreeTextKind(TextKind):
    """Free text. It may have several lines unless the field says no (``multiline=False``)."""

    __slots__ = ()

    def read(self, text: str, spec: Spec = FREE) -> Any:
        lines = spec.multiline is None or bool(spec.multiline)
        return self._limited(clean(text, multiline=lines), spec)


class NameKind(TextKind):
    """The name of a person or company: anything printable in one line."""

    __slots__ = ()

    def read(self, text: str, spec: Spec = FREE) -> Any:
        return self._limited(clean(text), spec)

    def mask(self, value: Any) -> str:
        """First and last character: 王*明; the first only of two."""
        if len(value) < 2:
            return "*"
        first, last = str(value[0]), "" if len(value) == 2 else str(value[-1])
        return first + "*" * min(max(len(value) - 2, 1), 3) + last


class CodeKind(TextKind):
    """A short identifier that people type: letters, digits, Han and ``-_./#``; in the chain."""

    __slots__ = ()

    def _parse(self, text: str, spec: Spec) -> str:
        if len(text.split()) > 1:
            raise Bad(_("is a code and has no blanks inside; write it in one word"))
        if spec.pattern is None and _pattern(_CODE).fullmatch(text) is None:
            raise Bad(_("is a code; write it with letters, digits, Chinese characters and - _ . / # only"))
        return text


class PhoneKind(TextKind):
    """A telephone number, kept as ``13800000001``, ``0571-1234567``, ``010-12345678-801``, ``400-123-4567``."""

    __slots__ = ()

    def _parse(self, text: str, spec: Spec) -> str:
        found = _phone(fold(text))
        if found is None:
            raise Bad(_("is no telephone number: mobile numbers have 11 digits, others an area code (0571-1234567)"))
        return found

    def mask(self, value: Any) -> str:
        """138****0001; of a landline the area code and the last two digits."""
        if re.fullmatch(r"1[3-9][0-9]{9}", value):
            return f"{value[:3]}****{value[-4:]}"
        area, dash, _rest = value.partition("-")
        return f"{area if dash else ''}{dash}****{value[-2:]}"


class PlateKind(TextKind):
    """A Chinese number plate, ``苏A12345``: five or six after province and letter, or four and 学警港澳挂使领."""

    __slots__ = ()

    def _parse(self, text: str, spec: Spec) -> str:
        tight = re.sub(r"[·•・‧.\-]", "", fold(text))
        if re.fullmatch(_PLATE, tight) is None:
            raise Bad(_("is no number plate; write province, letter and five or six letters or digits but I and O (苏A12345)"))
        return tight

    def mask(self, value: Any) -> str:
        """苏A***45."""
        return f"{value[:2]}***{value[-2:]}"


class DocumentTailKind(TextKind):
    """The last four characters of an identity document; more is never kept."""

    __slots__ = ()

    def _parse(self, text: str, spec: Spec) -> str:
        tail = fold(text)
        if re.fullmatch(r"[0-9A-Z]{4}", tail) is None:
            raise Bad(_("is not the end of a document number; give its last four letters or digits, no more"))
        return tail


class YearMonthKind(TextKind):
    """A month, ``2026-11``."""

    __slots__ = ()

    def _parse(self, text: str, spec: Spec) -> str:
        found = re.fullmatch(_MONTH, fold(text))
        if found is None:
            raise Bad(_("is no month; write it as 2026-11"))
        year, month, short_year, short_month = found.groups()
        return f"{year or short_year}-{int(month or short_month):02}"

    def _limited(self, value: Any, spec: Spec) -> Any:
        return Kind._limited(self, value, spec)


class ReferenceKind(Kind):
    """A reference by number. Reading keeps the text as written: the core finds out what it names."""

    __slots__ = ("of",)

    def __init__(self, of: Any = None) -> None:
        super().__init__("reference", object, _("REFERENCE"), "")
        self.of = of

    def read(self, text: str, spec: Spec = FREE) -> Any:
        text = clean(text)
        if not text:
            raise Bad(_("is empty; give a value or leave it out"))
        if len(text) > 80:
            raise Bad(_("is longer than {most} characters; shorten it").fill(most=80))
        made = self.of or getattr(spec, "ref", None)
        return made(text) if made else text

    def load(self, raw: object, spec: Spec = FREE) -> Any:
        if hasattr(raw, "number"):
            return self.check(raw, spec)
        if raw is None or isinstance(raw, str):
            return super().load(raw, spec)
        raise Bad(_("is a reference; write its number as text"))

    def check(self, value: Any, spec: Spec = FREE) -> Any:
        """A reference as it is; TypeError for one into another register."""
        made = self.of or getattr(spec, "ref", None)
        if not hasattr(value, "number") or (isinstance(made, type) and not isinstance(value, made)):
            raise TypeError(f"reference wants {getattr(made, '__name__', 'a reference')}, not {type(value).__name__}")
        return value

    def dump(self, value: Any) -> Any:
        return value if isinstance(value, str) else value.number

    def restore(self, raw: Any) -> Any:
        return self.of(raw) if self.of else raw

    def show(self, value: Any, lang: str = "en", zone: str = "") -> str:
        return str(self.dump(value))


def _phone(tight: str) -> str | None:
    bare = _pattern(r"[-().·]").sub("", tight)
    mobile = _pattern(_MOBILE).fullmatch(bare)
    if mobile:
        return mobile[1]
    if re.match(_HOME, bare):
        tight = re.sub(rf"^{_HOME}-?\(?0?\)?", "", tight)
        tight = tight if re.match(r"[48]00", tight) else "0" + tight
        bare = re.sub(r"[-().·]", "", tight)
    service = re.fullmatch(_SERVICE, bare)
    if service:
        return "-".join(service.groups())
    land = re.fullmatch(_LAND, re.sub(r"[().·]", "", tight))
    if land:
        return "-".join(part for part in land.groups() if part)
    if re.fullmatch(_LOCAL, bare):
        return bare
    abroad = re.fullmatch(_ABROAD, bare)
    return f"+{abroad[1]}" if abroad else None


def reference_kind(of: Any) -> Kind:
    """The kind of references that are made by ``of(number)``."""
    return ReferenceKind(of)


CODE = CodeKind("code", _("CODE"), "A1-01", 40)
TEXT = FreeTextKind("text", _("TEXT"), "说明", 2000, personal=True)
PERSON_NAME = NameKind("name", _("NAME"), "王小明", 60, personal=True)
PHONE = PhoneKind("phone", _("TELEPHONE"), "13800000001", 40, personal=True)
PLATE = PlateKind("plate", _("PLATE"), "苏A12345", 8, personal=True)
DOCUMENT_TAIL = DocumentTailKind("document-tail", _("LAST FOUR"), "123X", 4, personal=True)
YEAR_MONTH = YearMonthKind("year-month", _("YYYY-MM"), "2026-11", 7)
REFERENCE = ReferenceKind()
