"""``pmdesk``: reads the line, runs one command, answers with data, sentences and an exit code; never with a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from .book import Book
from .errors import told
from .output import Out, safe_json, shown
from .words import choose, lang, speaking

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code of the contract."""
    if "_PMDESK_COMPLETE" in os.environ:
        from .completing import complete

        return complete(os.environ["_PMDESK_COMPLETE"])
    args = list(sys.argv[1:] if argv is None else argv)
    _plain_streams()
    with speaking(choose(args, os.environ), args):
        return _run(args)


def _run(args: list[str]) -> int:
    from pmcore.plugin.manifest import load_index

    from .grammar import Root

    obj: dict[str, Any] = {}
    try:
        book = Book(_typed(args), os.environ)
        cached = load_index(book.beside())
        obj["manifest"], obj["told"] = cached.full, set()
        if failures := cached.index["failures"]:
            from .failing import tell_failures

            tell_failures(failures, obj["told"])
        code = _invoke(Root(cached, book), args, obj)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except BaseException as error:
        if isinstance(error, SystemExit | GeneratorExit):
            raise
        return _tell(error, obj, args)
    finally:
        if (session := obj.get("session")) is not None:
            session.close()


def _invoke(root: click.Group, args: list[str], obj: dict[str, Any]) -> Any:
    """Not Click's own ``main``: it has its own ways with what goes wrong."""
    with root.make_context("pmdesk", args, obj=obj) as ctx:
        return root.invoke(ctx)


def _tell(error: BaseException, obj: dict[str, Any], args: Sequence[str]) -> int:
    """The answer of what went wrong: as data where data was asked for, otherwise as sentences on stderr."""
    from pmcore.surface.words import Words

    session = obj.get("session")
    manifest = obj["manifest"]() if "manifest" in obj else {"registers": {}, "roles": {}}
    words = Words(manifest, lang(), *([session.known_zone] if session else []))
    code, answer = told(error, words, session.labels if session else {})
    try:
        if obj.get("json") or obj.get("jsonl") or _asks_json(args):
            Out("json").say(safe_json(answer.data, None if obj.get("jsonl") else 2))
            sys.stdout.flush()
        else:
            for line in answer.lines:
                sys.stderr.write(shown(line) + "\n")
    except BrokenPipeError:
        _forget_stdout()
    return code


def _asks_json(args: Sequence[str]) -> bool:
    """Where the line could not be parsed: what it asks for all the same."""
    words = args[: args.index("--")] if "--" in args else args
    return "--json" in words or "--jsonl" in words


def _typed(args: list[str]) -> list[str]:
    """The line as it is typed; while a shell completes it, as far as it stands."""
    return os.environ.get("COMP_WORDS", "").split() if "_PMDESK_COMPLETE" in os.environ else args


def _plain_streams() -> None:
    """A terminal that has no sign for a character shows its code; nothing fails for it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if callable(reconfigure):
            reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """Whoever read us has gone; Python must not complain at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


if __name__ == "__main__":
    sys.exit(main())
