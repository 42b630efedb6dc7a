"""Recording a step: its command, and what is done with what was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .errors import Stop
from .grammar import Command
from .options import FieldOption, argument, field_options, key_of, recording
from .session import Session, current, read_moment
from .words import _, pick

if TYPE_CHECKING:
    from pmcore.engine.work import Written
    from pmcore.model.people import Actor

__all__ = ["command", "given_by", "many", "tell", "whole"]

Told = dict[str, Any]


def command(register: str, name: str, step: Mapping[str, Any]) -> click.Command:
    """The command of one step: a number where it is taken on a form that exists, an option a field."""
    params: list[click.Parameter] = []
    if not step.get("opens"):
        params.append(argument("number", _("NUMBER"), "form", register, name, many=True))
    fields = field_options(step)
    params += [*fields, *recording(_texts(), {name for field in fields for name in field.opts})]

    def run(**values: Any) -> int:
        given = given_by({str(param.field["name"]): param for param in fields}, values)
        session = current()
        session.options["fields"] = [param.field for param in fields]
        return _record(session, register, name, step, given, values)

    return Command(name, params=params, callback=run, help=pick(step["help"]))


def _texts() -> dict[str, str]:
    """Help of the options of recording."""
    return {
        "check": _("only judge it, write nothing"),
        "file": _("take the fields from a JSON file, or from - (standard input)"),
        "ask-fields": _("ask field by field"),
        "id": _("an id of this command: repeating it changes nothing"),
        "at": _("when it happened, if not now"),
        "late": _("why it is entered only now"),
        "ask": _("ask for the approval it needs"),
        "granted-by": _("who approves it here at the counter"),
        "if-seq": _("only if the form's last entry is this one"),
        "with": _("who signs with you"),
        "for": _("on whose behalf you sign"),
    }


def given_by(fields: Mapping[str, FieldOption], values: Mapping[str, Any]) -> Told:
    """What was given for which field; fields that plugins added stand under ``x``."""
    given: Told = {}
    for name, param in fields.items():
        value = values.get(str(param.name))
        if value is None or value == ():
            continue
        told = list(value) if isinstance(value, tuple) else value
        if param.field.get("x"):
            given.setdefault("x", {})[name] = told
        else:
            given[name] = told
    return given


def whole(text: str | None, field: str) -> int | None:
    """A whole number given to an option."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Stop(_("--{option} is a whole number", option=field.replace("_", "-")), field=field)
    return int(text)


def many(text: str | None, usual: int) -> int:
    """How many rows at most; none at all is a mistake."""
    told = whole(text, "limit")
    if told == 0:
        raise Stop(_("--{option} is at least 1", option="limit"), field="limit")
    return usual if told is None else told


def _record(session: Session, register: str, name: str, step: Mapping[str, Any], given: Told, values: Mapping[str, Any]) -> int:
    def option(key: str) -> Any:
        return values.get(key_of(key))

    if option("file"):
        from .form import from_file

        given = from_file(option("file"), step) | given
    more: Told = {"if_seq": whole(option("if-seq"), "if_seq")}
    numbers: tuple[str, ...] = values.get("number") or ()
    more |= {"on": numbers[0] if numbers else None, "late": option("late"), "command": option("id")}
    if option("at"):
        more["at"] = read_moment(option("at"), session.zone, "at", session.desk.clock())
    act = Act(session, register, name, given, more)

    def actor(*, pins: bool = True) -> Actor:
        others = tuple(option("with") or ()) or named_with(step, act.given)
        return session.actor(others=others, on_behalf=option("for"), pins=pins)

    def record(reason: str = "") -> int:
        return act.record(actor(), reason or option("ask"), tuple(option("granted-by") or ()))

    if len(numbers) > 1:
        if option("check") or option("ask") or option("granted-by") or values.get("opt_i"):
            raise Stop(_("With several numbers a step is recorded as it is; check, ask and approve one at a time"), field="number")
        return several(act, actor(), numbers)
    if option("check"):
        return act.check(actor())
    if values.get("opt_i"):
        from .form import asking

        return asking(act, step, lambda: actor(pins=False), record)
    return record()


def named_with(step: Mapping[str, Any], given: Told) -> tuple[str, ...]:
    """Who signs along, where nobody was named with ``--with``: at the counter it is the colleague whom the form names."""
    if not step.get("also"):
        return ()
    return tuple(str(given[field["name"]]) for field in step["fields"] if field.get("ref") == "staff" and given.get(field["name"]))


class Act:
    """One step that somebody wants recorded."""

    def __init__(self, session: Session, register: str, name: str, given: Told, more: Told) -> None:
        self.session = session
        self.register = register
        self.name = name
        self.given = given
        self.more = {key: value for key, value in more.items() if value is not None}

    def check(self, actor: Actor) -> int:
        """What the whole gate says; writes nothing."""
        from pmcore.surface.answers import checked

        session, desk = self.session, self.session.desk
        cls = desk.step(self.register, self.name)
        would, found = session.sign(lambda who: desk.check(cls, self.given, by=who, **self.more), actor)
        session.log_access(f"{self.register} {self.name} --check", 1)
        return session.out.tell(checked(would, found, session.words, reveal=session.reveals))

    def record(self, actor: Actor, ask: str | None, granted_by: tuple[str, ...]) -> int:
        """Record it; where it needs an approval, as ``--ask`` or ``--granted-by`` say."""
        session, desk = self.session, self.session.desk
        cls = desk.step(self.register, self.name)
        if granted_by:
            granters = tuple(session.named(who) for who in granted_by)
            reason = ask or self.more.get("late") or _("granted at the counter")
            told = session.sign(
                lambda who: desk.record_granted(cls, self.given, reason=reason, by=who, granted_by=granters, **self.more), actor
            )
        elif ask:
            return self.ask(actor, ask)
        else:
            told = session.sign(lambda who: desk.record(cls, self.given, by=who, **self.more), actor)
        return tell(session, told)

    def ask(self, actor: Actor, reason: str) -> int:
        """Ask for the approval; a step that needs none is simply recorded."""
        from pmcore.surface.answers import asked

        session, desk = self.session, self.session.desk
        cls = desk.step(self.register, self.name)
        _would, found = session.sign(lambda who: desk.check(cls, self.given, by=who, **self.more), actor)
        if all(finding.level == "warn" for finding in found):
            return self.record(actor, None, ())
        told = session.sign(lambda who: desk.ask(cls, self.given, reason=reason, by=who, **self.more), actor)
        return session.out.tell(asked(told, found, session.words))


def tell(session: Session, told: Written) -> int:
    """The answer of a step that was recorded."""
    from pmcore.surface.answers import recorded

    session.log_access(f"{told.register} {told.number} {told.step_name}", 1)
    return session.out.tell(recorded(told, session.words, session.codes, reveal=session.reveals))


def several(act: Act, actor: Actor, numbers: tuple[str, ...]) -> int:
    """The same step on several forms in one go: all of them, or none."""
    from pmcore.surface import answers

    session, desk = act.session, act.session.desk
    cls = desk.step(act.register, act.name)
    more = {key: value for key, value in act.more.items() if key not in ("on", "command", "if_seq")}
    command = act.more.get("command")

    def write(who: Actor) -> list[Written]:
        with desk.sheet() as sheet:
            return [
                sheet.record(cls, act.given, by=who, on=number, command=f"{command}:{place}" if command else None, **more)
                for place, number in enumerate(numbers, 1)
            ]

    told = session.sign(write, actor)
    session.log_access(f"{act.register} {act.name} ({len(told)})", len(told))
    return session.out.tell(answers.several(told, session.words, session.codes, reveal=session.reveals))
