"""The journal: its last entries, its verification, its tables made anew, its export."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from .errors import Stop
from .grammar import Command, Plain
from .lists import find_form
from .options import Option
from .record import whole
from .sentences import fault_words, register_words, role_words, short_time, state_words, step_words
from .session import Session, current
from .words import _, lang

if TYPE_CHECKING:
    from pmcore.model.book import Entry, Reader

__all__ = ["journal"]

Told = dict[str, Any]


def journal() -> click.Group:
    """``journal tail|verify|rebuild|export|access``."""
    return Plain(
        "journal",
        _("The journal: tail, verify, rebuild, export, access"),
        {
            "tail": (tail, _("The last entries")),
            "verify": (verify, _("Walk the chain, or hold a slip against the book")),
            "rebuild": (rebuild, _("Make every table again from the journal")),
            "export": (export, _("Every entry as lines of JSON")),
            "access": (access, _("Who looked at personal values")),
        },
    )


def tail() -> click.Command:
    """``journal tail [-n N]``."""

    def run(opt_count: str | None) -> None:
        from .values import known_staff

        session = current()
        with session.desk.reading() as look:
            rows = [_line(entry, look.sheet.settings.zone) for entry in look.tail(whole(opt_count, "count") or 10)]
            codes = known_staff(look, (f"staff:{row['by']}" for row in rows))
        session.out.rows(rows, [_in_words(session.manifest, row, codes) for row in rows], _heads())

    return Command(
        "tail", params=[Option("count", _("so many (10)"), short="-n", metavar="N")], callback=run, help=_("The last entries")
    )


def _line(entry: Entry, zone: str) -> Told:
    from pmcore.model.canonical import proof_of

    from .values import moment

    return {
        "seq": entry.seq,
        "at": moment(entry.at, zone),
        "register": entry.register,
        "number": entry.number,
        "step": entry.step,
        "by": entry.by,
        "cause": entry.cause,
        "proof": proof_of(entry.hash),
    }


def _in_words(manifest: Told, row: Told, codes: Mapping[str, str]) -> Told:
    """The same as people read it."""
    return row | {
        "at": short_time(row["at"]),
        "register": register_words(manifest, row["register"]),
        "step": step_words(manifest, row["register"], row["step"]),
        "by": codes.get(f"staff:{row['by']}") or role_words(row["by"]),
    }


def _heads() -> dict[str, str]:
    return {
        "seq": _("Entry"),
        "at": _("When"),
        "register": _("Register"),
        "number": _("Number"),
        "step": _("Step"),
        "by": _("Signed by"),
        "cause": _("Because of"),
        "proof": _("Proof"),
        "count": _("Forms"),
        "reason": _("Reason"),
        "what": _("What"),
    }


def verify() -> click.Command:
    """``journal verify [--proof CODE --number N]``."""
    params: list[click.Parameter] = [
        Option("proof", _("the code on a slip"), metavar="CODE"),
        Option("number", _("the number on it"), metavar=_("NUMBER"), takes=("anywhere",)),
    ]

    def run(opt_proof: str | None, opt_number: str | None) -> int:
        from pmcore.plugin.language import say
        from pmcore.store.upkeep import check

        session = current()
        if opt_proof or opt_number:
            return _slip(session, opt_proof or "", opt_number)
        count, fault = session.desk.verify()
        if fault is None and (damage := [say(one, lang()) for one in check(session.path)]):
            session.out.answer({"ok": False, "entries": count, "faults": damage}, lambda: damage)
            return 1
        if fault is None:
            session.out.answer({"ok": True, "entries": count}, lambda: [_("{count} entries, all in order", count=count)])
            return 0
        session.out.answer(
            {"ok": False, "entries": count, "seq": fault.seq, "fault": fault.what},
            lambda: [
                _(
                    "Entry {seq} is not as it was written ({what}); {count} before it are in order",
                    seq=fault.seq,
                    what=fault_words(fault.what),
                    count=count,
                )
            ],
        )
        return 1

    return Command("verify", params=params, callback=run, help=_("Walk the chain, or hold a slip against the book"))


def _slip(session: Session, proof: str, number: str | None) -> int:
    """Whether an entry of this form has that proof, and whether it still holds."""
    from pmcore.model.canonical import proof_of

    if not proof or not number:
        raise Stop(_("A slip is checked by both: --proof CODE --number N"), field="number" if proof else "proof")
    register, text = find_form(session, number)
    wanted = proof.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    with session.desk.reading() as look:
        row = look.row(register, text)
        found = [
            shown
            for shown in look.history(register, row.number)
            if shown.entry.hash and proof_of(shown.entry.hash).replace("-", "") == wanted
        ]
    if not found:
        session.out.answer(
            {"ok": False, "number": row.number}, lambda: [_("{number} has no entry with this proof", number=row.number)]
        )
        return 1
    shown = found[0]
    standing = shown.struck_by is None and not shown.corrected_by
    told = {
        "ok": standing,
        "register": register,
        "number": row.number,
        "state": row.state,
        "seq": shown.entry.seq,
        "step": shown.entry.step,
        "struck_by": shown.struck_by,
        "corrected_by": list(shown.corrected_by),
    }
    session.out.answer(
        told,
        lambda: [
            _(
                "Entry {seq} of {number} ({step}): genuine; it now stands at: {state}",
                seq=shown.entry.seq,
                number=row.number,
                step=step_words(session.manifest, register, shown.entry.step),
                state=state_words(session.manifest, register, row.state),
            ),
            *([] if standing else [_("But it was corrected or struck since; look at the form")]),
        ],
    )
    return 0 if standing else 1


def rebuild() -> click.Command:
    """``journal rebuild``."""

    def run() -> None:
        session = current()
        forms = session.desk.rebuild()
        session.out.answer({"ok": True, "forms": forms}, lambda: [_("{count} forms made again from the journal", count=forms)])

    return Command("rebuild", callback=run, help=_("Make every table again from the journal"))


def export() -> click.Command:
    """``journal export [--after SEQ]``."""

    def run(opt_after: str | None) -> None:
        session = current()
        after = whole(opt_after, "after") or 0
        desk = session.desk
        if session.reveal:
            with desk.store.read(desk.site) as reader:
                head = reader.head()
            session.log_access("journal export", max((head.seq if head else 0) - after, 0))
        with desk.store.read(desk.site) as reader:
            if session.out.shape == "csv":
                session.out.csv([entry._asdict() for entry in reader.entries(after)])
            else:
                from .output import safe_json

                for line in _exported(reader, after, bool(session.reveal)):
                    session.out.say(safe_json(line))

    return Command(
        "export",
        params=[Option("after", _("only what follows this entry"), metavar="SEQ")],
        callback=run,
        help=_("Every entry as lines of JSON"),
    )


def _exported(reader: Reader, after: int, reveal: bool) -> Iterator[Told]:
    """Entries with their JSON columns as JSON; personal values stay sealed unless revealed."""
    for entry in reader.entries(after):
        told = entry._asdict() | {name: json.loads(getattr(entry, name)) for name in ("signed", "context", "body", "grounds")}
        if reveal:
            told["personal"] = {pointer: value for pointer, (value, _salt) in reader.personal(entry.seq).items()}
        yield told


def access() -> click.Command:
    """``journal access``."""

    def run() -> None:
        from pmcore.surface.access import accesses

        session = current()
        session.out.draw(accesses(session.desk, session.words))

    return Command("access", callback=run, help=_("Who looked at personal values"))
