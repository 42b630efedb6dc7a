"""``plugins``: what is loaded, in force, failed or only lies there; trusting, checking and beginning a plugin in one file."""

from __future__ import annotations

import os
from typing import Any

import click

from .errors import Stop
from .grammar import Command, Plain, load
from .options import Option, argument
from .session import Session, current
from .words import _, lang

__all__ = ["check", "new", "plugins", "trust"]

Told = dict[str, Any]


def plugins() -> click.Group:
    """``plugins [trust|check|new|drop]``; by itself always looked at anew, because what hinders one may be anywhere."""
    return Plain(
        "plugins",
        _("What is loaded, what is in force, what failed; trust a file as a plugin"),
        {
            "trust": (trust, _("Trust a file beside the book as a plugin of it")),
            "check": (check, _("Hold a plugin in one file against the contract")),
            "new": (new, _("Begin a plugin in one file")),
            "drop": (_drop, _("Do without a plugin; a file is not run any more")),
        },
        lambda: _list(current()),
    )


def _list(session: Session) -> None:
    from pmcore.plugin.beside import home_of, lying
    from pmcore.plugin.manifest import load_manifest

    trusted, in_force = _in_force(session)
    home = home_of(session.path)
    manifest = load_manifest(session.beside(trusted), fresh=True)
    rows = [_loaded(name, told, in_force.pop(name, None)) for name, told in manifest["plugins"].items()]
    states = _states(home, trusted)
    for name, why in manifest["failures"].items():
        file = next((one.file for one in trusted if one.name == name), None)
        rows.append(_row(name, states.get(name) or "failed", file=file, in_force=in_force.pop(name, None), reason=_say(why)))
    rows += [_row(name, "missing", in_force=version) for name, version in in_force.items()]
    known = {one.file for one in trusted}
    rows += [_row(None, "not-trusted", file=file) for file in lying(home) if file not in known and os.path.isfile(session.path)]
    words = _words()
    human = [
        {"name": row["name"], "version": row["version"], "from": row["file"] or row["module"]}
        | {"status": words[row["status"]], "in_force": row["in_force"], "reason": row["reason"]}
        for row in rows
    ]
    session.out.rows(rows, human, _heads())


def _row(name: str | None, status: str, **more: Any) -> Told:
    return {"name": name, "version": None, "module": None, "file": None, "status": status, "in_force": None, "reason": None} | more


def _loaded(name: str, told: Told, in_force: str | None) -> Told:
    return _row(name, "loaded", version=told["version"], module=told["module"], file=told.get("file"), in_force=in_force)


def _words() -> dict[str, str]:
    return {
        "loaded": _("loaded"),
        "failed": _("did not load"),
        "missing": _("missing"),
        "changed": _("changed"),
        "refused": _("not run"),
        "not-trusted": _("not trusted"),
    }


def _heads() -> dict[str, str]:
    return {
        "name": _("Name"),
        "version": _("Version"),
        "from": _("From"),
        "status": _("Status"),
        "in_force": _("In force"),
        "reason": _("Reason"),
    }


def _say(why: Told) -> str:
    from pmcore.model.messages import Msg
    from pmcore.plugin.language import say

    return say(Msg(why["text"], why["domain"], values=why["values"]), lang())


def _states(home: str, trusted: Any) -> dict[str, str]:
    """Of files that are not as they were trusted: in which way."""
    from pmcore.plugin.sitefile import state_of

    return {one.name: state for one in trusted if (state := state_of(home, one))}


def _in_force(session: Session) -> tuple[Any, dict[str, str]]:
    """The files trusted at the site, and name -> version of what is on record; nothing where there is no book."""
    if not os.path.exists(session.path):
        return (), {}
    settings = session.settings
    return settings.trusted, {name: str(row.values["version"]) for name, row in settings.plugins.items() if not row.closed}


def trust() -> click.Command:
    """``plugins trust FILE [--name NAME] --reason R``."""
    params: list[click.Parameter] = [
        _file(),
        Option("name", _("the plugin's name, if not what the file says"), metavar="NAME"),
        Option("reason", _("why"), metavar=_("REASON")),
    ]

    def run(file: str | None, opt_name: str | None, opt_reason: str | None) -> int:
        from .record import tell

        session = current()
        missing = [(field, _("is missing")) for field, told in (("file", file), ("reason", opt_reason)) if not told]
        if missing:
            stop = Stop(_("A file is trusted by somebody who says why: plugins trust FILE --reason R"))
            stop.invalid = missing
            raise stop
        session.options["fields"] = [{"name": "file", "label": {"en": "File", "zh": _("File")}}]
        desk = session.desk
        told = session.sign(lambda who: desk.trust(str(file), name=opt_name or "", reason=str(opt_reason), by=who), session.actor())
        code = tell(session, told)
        if not session.out.machine:
            one = next(one for one in desk.settings.trusted if one.file == told.step.file)  # type: ignore[union-attr]
            session.out.talk(
                _("{file} is run here as the plugin {name}, as long as it stays as it is", file=one.file, name=one.name)
            )
        return code

    return Command("trust", params=params, callback=run, help=_("Trust a file beside the book as a plugin of it"))


def _drop() -> click.Command:
    """The step of the ``plugin`` register, where one looks for it."""
    manifest = click.get_current_context().obj["manifest"]()
    return load("record:command")("plugin", "drop", manifest["registers"]["plugin"]["steps"]["drop"])  # type: ignore[no-any-return]


def check() -> click.Command:
    """``plugins check FILE [--name NAME]``."""
    params: list[click.Parameter] = [
        _file(),
        Option("name", _("the plugin's name, if not what the file says"), metavar="NAME"),
    ]

    def run(file: str | None, opt_name: str | None) -> int:
        from pmcore.testing.check_plugin import check_file

        if not file:
            raise Stop(_("Say which file"), field="file")
        session = current()
        faults = check_file(file, opt_name or "", lang=lang())
        fine = _("{file} keeps the contract", file=file)
        session.out.answer({"ok": not faults, "file": file, "faults": faults}, lambda: faults or [fine])
        return 1 if faults else 0

    return Command("check", params=params, callback=run, help=_("Hold a plugin in one file against the contract"))


def new() -> click.Command:
    """``plugins new NAME``."""

    def run(name: str | None) -> None:
        from .starting import write

        if not name:
            raise Stop(_("Say what it is called: plugins new NAME"), field="name")
        session = current()
        file = write(session, name)
        next_steps = _("Next: pmdesk plugins check {file}; pmdesk plugins trust {file} --reason ...", file=file)
        session.out.answer({"ok": True, "name": name, "file": file}, lambda: [file])
        if not session.out.machine:
            session.out.talk(next_steps)

    return Command(
        "new",
        params=[argument("name", _("NAME"))],
        callback=run,
        help=_("Begin a plugin in one file"),
    )


def _file() -> click.Argument:
    return argument("file", _("FILE"), "file")
