"""Looking: forms a page at a time, one form with its history, why something stands as it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .columns import chosen, condition, heads_of
from .errors import Stop
from .grammar import Command
from .options import Option, argument
from .record import many, whole
from .sentences import state_words
from .session import Session, current
from .words import _

if TYPE_CHECKING:
    from pmcore.engine.queries import Look
    from pmcore.model.book import Row

__all__ = ["listing", "show", "show_any", "why"]

Told = dict[str, Any]


def listing(register: str, told: Mapping[str, Any]) -> click.Command:
    """``REGISTER list``."""
    params: list[click.Parameter] = [
        Option("where", _("only those with this value"), metavar=_("FIELD=VALUE"), multiple=True, takes=("where", register)),
        Option("state", _("only those in this state"), metavar=_("STATE"), takes=("state", register)),
        Option("open", _("only those that are not ended"), is_flag=True),
        Option("limit", _("so many at most (50)"), metavar="N"),
        Option("cursor", _("what follows behind this place"), metavar="N"),
        Option("newest", _("the last ones first"), is_flag=True),
        Option("columns", _("only these columns, in this order"), metavar=_("FIELD,FIELD"), takes=("columns", register)),
    ]

    def run(**values: Any) -> None:
        _list(current(), register, told, values)

    return Command("list", params=params, callback=run, help=_("Forms, a page at a time"))


def _list(session: Session, register: str, told: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    from . import values as out

    where = dict(condition(text, told) for text in values["opt_where"])
    wanted = chosen(values["opt_columns"], told)
    limit = many(values["opt_limit"], 50)
    state = _state(values["opt_state"], told)
    with session.desk.reading() as look:
        page = look.list(
            register,
            where,
            state=state,
            closed=False if values["opt_open"] else None,
            limit=min(limit, 10_000),
            cursor=whole(values["opt_cursor"], "cursor"),
            newest_first=values["opt_newest"],
        )
        columns = look.columns(register)
        called = {
            (name, row.number): _called(look, columns[name], row, name, bool(session.reveal))
            for row in page.rows
            for name in _references(columns, row)
        }
    zone, reveal = session.zone, bool(session.reveal)
    session.log_access(f"{register} list", len(page.rows))
    fields = [out.row_fields(row, columns, zone, reveal) for row in page.rows]
    heads = heads_of(told)
    human = [
        {
            "number": row.number,
            "state": state_words(session.manifest, register, row.state),
            **{name: called.get((name, row.number)) or out.in_words(columns.get(name), value) for name, value in one.items()},
        }
        for row, one in zip(page.rows, fields, strict=True)
    ]
    shown = ["number", "state", *([name for name in wanted if name != "state"] if wanted else columns)]
    if wanted:
        fields = [{name: one.get(name) for name in wanted if name != "state"} for one in fields]
        human = [{name: line.get(name, "") for name in ("number", *wanted)} for line in human]
    flat = [{"number": row.number, "state": row.state, **one} for row, one in zip(page.rows, fields, strict=True)]
    nested = [{"fields": one, **line} for line, one in zip(flat, fields, strict=True)]
    session.out.rows(nested if session.out.machine else flat, human, heads, shown)
    if page.cursor is not None:
        session.out.talk(_("There are more: --cursor {cursor}", cursor=page.cursor))


def _references(columns: Mapping[str, Any], row: Row) -> list[str]:
    """The columns of a form that point to another one."""
    return [name for name, spec in columns.items() if spec.ref is not None and not spec.many and row.values.get(name)]


def _called(look: Look, spec: Any, row: Row, name: str, reveal: bool) -> str:
    """What people call the form that a column points to."""
    return look.known_as(spec.ref(str(row.values[name])), masked=not reveal)


def _state(text: str | None, told: Mapping[str, Any]) -> str | None:
    """A state by its name or its label."""
    if text is None:
        return None
    wanted = text.strip().lower().replace("_", "-")
    if not told["states"]:  # the plugin is gone, and with it the names of its states
        return wanted
    for name, words in told["states"].items():
        if wanted in (name, words["zh"], words["en"].lower()):
            return str(name)
    from .near import near

    known = {name: [words["zh"], words["en"]] for name, words in told["states"].items()}
    raise Stop(
        _("There is no state {state}; there are {known}", state=text, known=", ".join(near(wanted, known) or known)), field="state"
    )


def show(register: str, told: Mapping[str, Any]) -> click.Command:
    """``REGISTER show NUMBER``."""

    def run(number: str | None) -> None:
        _show(current(), register, number)

    number = argument("number", _("NUMBER"), "every", register)
    return Command("show", params=[number], callback=run, help=_("One form with its history"))


def show_any() -> click.Command:
    """``show NUMBER``: the number says which register."""

    def run(number: str | None) -> None:
        session = current()
        _show(session, *find_form(session, number))

    return Command("show", params=[_number()], callback=run, help=_("One form by its number, whatever the register"))


def _number() -> click.Argument:
    return argument("number", _("NUMBER"), "anywhere", "unit", "staff")


def find_form(session: Session, number: str | None) -> tuple[str, str]:
    """(register, number) of a full number; what people know of a unit or a customer serves as well."""
    from pmcore.model.outcomes import NotFound

    text = needed(number)
    register, slash, rest = text.partition("/")
    if slash and register in session.manifest["registers"]:
        return register, rest
    with session.desk.reading() as look:
        try:
            found, row = look.anywhere(text)
        except NotFound as missing:
            for name in ("unit", "customer", "staff"):
                rows = look.sheet.lookup.rows(name, text)
                if rows:
                    return name, text
            raise missing from None
        return found, row.number


def needed(number: str | None) -> str:
    """A number that has to be given."""
    if not number:
        stop = Stop(_("Say which form: its number is missing"))
        stop.invalid = [("number", _("is missing"))]
        raise stop
    return number


def _show(session: Session, register: str, number: str | None) -> None:
    from .history import duties_of, entries_of, lines
    from .values import codes_of, known_staff, moment, row_fields

    text = needed(number)
    with session.desk.reading() as look:
        row = look.row(register, text)
        zone, reveal = look.sheet.settings.zone, bool(session.reveal)
        columns = look.columns(register)
        answer: Told = {
            "register": register,
            "number": row.number,
            "state": row.state,
            "closed": row.closed,
            "first": moment(row.first, zone),
            "last": moment(row.last, zone),
            "seq": look.sheet.last_seq(register, row.number),
            "fields": row_fields(row, columns, zone, reveal),
            "history": entries_of(look, register, row.number, reveal),
            "duties": duties_of(look, register, row.number),
        }
        called = {name: _called(look, columns[name], row, name, reveal) for name in _references(columns, row)}
        called |= known_staff(look, (f"staff:{number}" for entry in answer["history"] for number in _signers(entry)))
        called |= codes_of(look, answer["duties"])
    session.log_access(f"{register} {row.number}", 1)
    session.out.answer(answer, lambda: lines(answer, session.manifest, columns, called))


def _signers(entry: Mapping[str, Any]) -> list[str]:
    return [str(signed["staff"]) for signed in entry["signed"]]


def why() -> click.Command:
    """``why NUMBER``."""

    def run(number: str | None) -> None:
        from .history import why_lines
        from .values import codes_of, known_staff

        session = current()
        register, text = find_form(session, number)
        with session.desk.reading() as look:
            told = _zoned(_why(look, register, text), look.sheet.settings.zone)
            codes = codes_of(look, told["duties"]) | known_staff(look, (f"staff:{entry['by']}" for entry in told["entries"]))

        if session.out.machine:
            for entry in told["entries"]:
                for one in entry["standards"]:
                    del one["shown"]
        session.out.answer(told, lambda: why_lines(told, session.manifest, codes))

    return Command("why", params=[_number()], callback=run, help=_("The facts, rules and arithmetic behind a form"))


def _why(look: Look, register: str, text: str) -> Told:
    from pmcore.engine.why import why as reasons

    from .standards import as_read

    told = reasons(look, register, text)
    for entry in told["entries"]:
        for one in entry["standards"]:
            one["shown"] = as_read(look, one["name"], one["value"])
    return told


def _zoned(told: Any, zone: str) -> Any:
    """Stored moments with the site's offset."""
    from .values import moment

    if isinstance(told, dict):
        return {
            name: moment(value, zone) if name in ("at", "since", "due") and isinstance(value, str) else _zoned(value, zone)
            for name, value in told.items()
        }
    return [_zoned(value, zone) for value in told] if isinstance(told, list) else told
