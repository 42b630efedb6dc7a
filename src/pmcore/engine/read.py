"""Reading what people gave into a step: every field by its kind, references by what people know, all faults at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pmcore.model.book import Match, Row
from pmcore.model.calendar import DEFAULT_ZONE
from pmcore.model.field import TODAY, FieldSpec, FormRef, Item, Ref
from pmcore.model.kind import Spec
from pmcore.model.kinds import MOMENT, Limits
from pmcore.model.messages import Bad, Msg, messages
from pmcore.model.outcomes import Ambiguous, Invalid, NotFound
from pmcore.model.register import VOID
from pmcore.model.step import Step, ready
from pmcore.model.text import fold
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.language import label, languages

from .codec import default_of, item_specs
from .columns import indexed_columns
from .known import known_words
from .names import Name, register_named, step_word, word
from .overlay import Overlay

__all__ = ["Lookup", "Name", "read_step", "step_word", "word"]

_ = messages("pmcore")
Faults = list[tuple[str, Msg]]


class Lookup:
    """Finds forms by number, short number, key, or what people know of them (a name, a plate, a telephone number)."""

    def __init__(self, overlay: Overlay, catalogue: Catalogue, zone: str = DEFAULT_ZONE) -> None:
        self.overlay = overlay
        self.catalogue = catalogue
        self.zone = zone
        self.today: date | None = None
        """The day on which the step that is read happens."""
        self.day: date | None = None
        """The day that a bare time of day is meant of, where it can only be one."""
        self._met: dict[tuple[str, str], tuple[int, Row]] = {}

    def limits(self, spec: FieldSpec) -> Spec:
        """What a value is read by: of a moment, the site's zone too."""
        return Limits(ge=spec.ge, le=spec.le, zone=self.zone, day=self.day) if spec.kind is MOMENT else spec

    def row(self, register: str, text: str, *, closed: bool | None = None) -> Row:
        """The one form that ``text`` means. Raises NotFound, or Ambiguous with the candidates: never a guess.

        It is looked up once in a transaction, and again when something was written on its register since.
        """
        changes = self.overlay.changes(register)
        known = self._met.get((register, text))
        if known is None or known[0] != changes:
            known = self._met[register, text] = (changes, self._row(register, text))
        return known[1]

    def _row(self, register: str, text: str) -> Row:
        rows = list({row.number: row for row in map(self._followed(register), self.rows(register, text))}.values())
        if len(rows) > 1:
            still_open = [row for row in rows if not row.closed]
            rows = still_open or rows
        if not rows:
            raise NotFound(
                _("There is no {register} {text}; look it up with 'list' or 'find'").fill(
                    register=word(self.catalogue, register), text=text
                )
            )
        if len(rows) > 1:
            told = [" ".join([row.number, *self._known(register, row)]) for row in rows[:8]]
            raise Ambiguous(_("{text} fits {count} forms of {register}: {numbers}; give the number").fill(
                text=text, count=len(rows), register=word(self.catalogue, register), numbers=told),
                ambiguous=[row.number for row in rows])  # fmt: skip
        return rows[0]

    def _known(self, register: str, row: Row) -> list[str]:
        return [told for told, _hidden in known_words(self.catalogue, register, row, masked=True, most=2)]

    def _followed(self, register: str) -> Callable[[Row], Row]:
        """A form that was merged into another one stands for that one."""

        def follow(row: Row) -> Row:
            while row.state == "merged" and (into := self.overlay.row(register, str(row.values.get("into")))) is not None:
                row = into
            return row

        return follow

    def rows(self, register: str, text: str) -> list[Row]:
        """Every form that ``text`` may mean; several words must all fit."""
        text = text.strip()
        found = self.overlay.row(register, text.upper()) or self.overlay.row(register, text)
        if found is not None:
            return [found]
        by_key = self._by(register, text, keys_only=True)
        if by_key:
            return by_key
        if short := self._short(register, text):
            return short
        whole = self._by(register, text)
        words = text.split()
        if whole or len(words) < 2:
            return whole
        sets = [{row.number: row for row in self.rows(register, word)} for word in words]
        return [row for number, row in sets[0].items() if all(number in other for other in sets[1:])]

    def _short(self, register: str, text: str) -> list[Row]:
        """``7`` or ``0007``: the number of that rank in the series that was opened last; ``YZ7`` too."""
        declared = self.catalogue.registers.get(register)
        digits = fold(text)
        if declared is not None:
            digits = digits.removeprefix(declared.prefix.rstrip("-")).lstrip("-")
        if not digits.isdigit() or len(digits) > 8:
            return []
        last = self.overlay.find(register, limit=1, newest_first=True)
        if not last:
            return []
        head = last[0].number.rstrip("0123456789")
        wide = len(last[0].number) - len(head)
        found = self.overlay.row(register, f"{head}{int(digits):0{wide}}")
        return [found] if found else []

    def _by(self, register: str, text: str, *, keys_only: bool = False) -> list[Row]:
        declared = self.catalogue.registers.get(register)
        keys = declared.key if declared else ()
        columns = indexed_columns(self.catalogue, register)
        found: dict[str, Row] = {}
        for name, spec in columns.items():
            wanted = name == keys[-1] if keys_only and keys else (spec.find or spec.unique) and not keys_only
            if not wanted or spec.ref is not None:
                continue
            try:
                value = spec.kind.dump(spec.kind.read(text, spec))
            except Bad:
                continue
            for row in self.overlay.find(register, [Match(name, "=", value)]):
                found[row.number] = row
        return list(found.values())


def read_step(cls: type[Step], given: Mapping[str, Any], extras: Mapping[str, FieldSpec], lookup: Lookup) -> Step:
    """The step with every field read. Raises Invalid with all faults; unknown fields are faults."""
    fields = ready(cls).fields
    faults: Faults = []
    values: dict[str, Any] = {}
    added = dict(given.get("x") or {})
    for name in given:
        if name != "x" and (name not in fields or fields[name].computed):
            faults.append(
                (
                    name,
                    _("there is no such field; there are {fields}").fill(
                        fields=[
                            word(lookup.catalogue, cls.__step__.register.name, known)
                            for known, spec in fields.items()
                            if not spec.computed
                        ]
                    ),
                )
            )
    for name, spec in fields.items():
        if not spec.computed:
            values[name] = read_field(spec, given.get(name), name, faults, lookup)
    x = {}
    for name, raw in added.items():
        if name not in extras:
            faults.append((f"x.{name}", _("there is no such field")))
        else:
            x[name] = read_field(extras[name], raw, f"x.{name}", faults, lookup)
    if faults:
        raise Invalid(_("{count} fields need another look").fill(count=len(faults)), invalid=faults)
    step = cls(**values)
    if x:
        step.__dict__["_x"] = x
    return step


def read_field(spec: FieldSpec, raw: Any, path: str, faults: Faults, lookup: Lookup) -> Any:
    """One field; a fault is added to ``faults`` and None returned."""
    if raw is None or raw is TODAY or raw in ("", (), []):
        if spec.required:
            faults.append((path, _("is missing")))
        elif not spec.optional and spec.many:
            return ()
        return None if spec.required or (spec.optional and spec.default is None) else _default(spec, lookup)
    if not spec.many:
        return _read_one(spec, raw, path, faults, lookup)
    if isinstance(raw, str) and raw.lstrip().startswith("["):
        raw = _json(raw, path, faults)
    elif isinstance(raw, str):
        raw = [part for part in raw.replace("、", "\n").replace(";", "\n").replace("；", "\n").split("\n") if part.strip()]
    if not isinstance(raw, Sequence):
        faults.append((path, _("is a list; give its lines one by one")))
        return ()
    return tuple(_read_one(spec, part, f"{path}[{place}]", faults, lookup) for place, part in enumerate(raw))


def _json(text: str, path: str, faults: Faults) -> Any:
    """A list as a table holds it in one cell; nothing where it is none, which is a fault."""
    try:
        return json.loads(text)
    except ValueError:
        faults.append((path, _("is no JSON")))
        return ()


def _default(spec: FieldSpec, lookup: Lookup) -> Any:
    import attrs

    if spec.default is TODAY:
        return lookup.today
    return None if spec.default is attrs.NOTHING else default_of(spec)


def _read_one(spec: FieldSpec, raw: Any, path: str, faults: Faults, lookup: Lookup) -> Any:
    try:
        if spec.item is not None:
            return _read_item(spec.item, raw, path, faults, lookup)
        if spec.ref is not None:
            return _read_ref(spec.ref, raw, lookup)
        if spec.register and isinstance(raw, str):
            raw = register_named(raw, lookup.catalogue)
        if spec.kind.choices is not None and spec.labels is None:
            spec.labels = choice_words(spec.kind.choices)
        return spec.kind.load(raw, lookup.limits(spec))
    except Bad as bad:
        faults.append((path, bad.message))
    except (NotFound, Ambiguous) as missing:
        faults.append((path, missing.message))
    return None


def choice_words(choices: Any) -> dict[str, str]:
    """Label in any language -> value of a choice."""
    domain = choices.__module__.partition(".")[0]
    return {label(choices.__name__, str(choice.value), domain, lang): str(choice.value) for lang in languages for choice in choices}


def _read_ref(cls: type[Ref[Any]], raw: Any, lookup: Lookup) -> Ref[Any]:
    text = raw.number if isinstance(raw, Ref) else str(raw)
    if cls is FormRef or issubclass(cls, FormRef):
        register, slash, number = text.partition("/")
        if not slash:
            for name in lookup.catalogue.registers:
                if lookup.overlay.row(name, text.upper()) is not None:
                    return cls(f"{name}/{text.upper()}")
            raise Bad(_("is no number of any register"))
        return cls(f"{register}/{_standing(lookup.row(register, number))}")
    return cls(_standing(lookup.row(cls.register_name(), text)))


def _standing(row: Row) -> str:
    """The number of a form that may be referred to; a void one may not."""
    if row.state == VOID:
        raise Bad(_("{number} is void; refer to another form").fill(number=row.number))
    return row.number


def _read_item(item: type[Item], raw: Any, path: str, faults: Faults, lookup: Lookup) -> Any:
    """A line of a list: a mapping, an instance, JSON, or its fields joined by colons (a full-width one too)."""
    specs = item_specs(item)
    if isinstance(raw, item):
        told: Mapping[str, Any] = {name: getattr(raw, name) for name in specs}
    elif isinstance(raw, Mapping):
        told = raw
    elif isinstance(raw, str) and raw.lstrip().startswith("{"):
        try:
            told = json.loads(raw)
        except ValueError:
            raise Bad(_("is no JSON")) from None
    elif isinstance(raw, str):
        told = dict(zip(specs, raw.replace("：", ":").split(":", len(specs) - 1), strict=False))
    else:
        raise Bad(_("is one line: its fields joined by ':'"))
    for name in told:
        if name not in specs:
            faults.append(
                (
                    f"{path}.{name}",
                    _("there is no such field; there are {fields}").fill(
                        fields=[Name(item.__name__, known, item.__module__.partition(".")[0]) for known in specs]
                    ),
                )
            )
    values = {name: read_field(spec, told.get(name), f"{path}.{name}", faults, lookup) for name, spec in specs.items()}
    return item(**values)
