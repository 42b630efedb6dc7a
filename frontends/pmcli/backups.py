"""``backup``: a copy of the book while others write, looked at before it is trusted; and a copy of any day looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from .errors import Stop
from .grammar import Command
from .options import argument
from .sentences import fault_words, short_time
from .session import Session, current
from .words import _, chinese, lang

__all__ = ["backup"]

Told = dict[str, Any]


def backup() -> click.Command:
    """``backup FILE``, ``backup verify FILE``."""

    def run(words: tuple[str, ...]) -> int:
        session = current()
        verify = words[:1] in [("verify",), (chinese("verify", "command"),)]
        files = words[1:] if verify else words
        if len(files) != 1:
            raise Stop(_("Say which file: pmdesk backup FILE, or pmdesk backup verify FILE"), field="file")
        if verify:
            return _tell(session, files[0], [])
        store: Any = session.desk.store
        store.backup(files[0])
        code = _tell(session, files[0], [_("Copied to {file}", file=files[0])])
        if trusted := session.settings.trusted:
            beside = ", ".join(one.file for one in trusted)
            session.out.talk(_("Plugins in files are not in it; copy them too: {files}", files=beside))
        return code

    return Command(
        "backup",
        params=[argument("words", _("[verify] FILE"), "file", many=True)],
        callback=run,
        help=_("Copy the book, or verify a copy"),
    )


def _tell(session: Session, file: str, first: list[str]) -> int:
    answer = _looked_at(file, session.known_zone)
    session.out.answer(answer, lambda: [*first, *_lines(answer)])
    return 0 if answer["ok"] else 1


def _looked_at(file: str, zone: str) -> Told:
    """The file as it is, and the chain of every site in it walked to its end. Raises the store's errors."""
    from pmcore.engine.books import verify
    from pmcore.model.canonical import proof_of
    from pmcore.plugin.language import say
    from pmcore.store.open import open_store
    from pmcore.store.upkeep import check

    from .values import moment

    faults = [say(fault, lang()) for fault in check(file)]
    sites = []
    store: Any = open_store(file)
    try:
        for site in store.sites():
            with store.read(site) as reader:
                count, fault = verify(reader)
                head = reader.head()
            sites.append({
                "site": site, "entries": count, "seq": fault.seq if fault else None, "fault": fault.what if fault else None,
                "proof": proof_of(head.hash), "written": moment(head.written, zone),
            })  # fmt: skip
    finally:
        store.close()
    return {"ok": not faults and not any(one["fault"] for one in sites), "file": file, "faults": faults, "sites": sites}


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield from answer["faults"]
    for one in answer["sites"]:
        if one["fault"]:
            yield _(
                "{site}: entry {seq} is not as it was written ({what}); {count} before it are in order",
                site=one["site"], seq=one["seq"], what=fault_words(one["fault"]), count=one["entries"],
            )  # fmt: skip
        else:
            yield _(
                "{site}: {count} entries, all in order; the last of {written}, proof {proof}",
                site=one["site"], count=one["entries"], written=short_time(one["written"]), proof=one["proof"],
            )  # fmt: skip
