"""A conversation at a terminal: a line at a time, edited by readline where there is one; ``<`` goes back, Ctrl-C stops."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from .errors import Stop
from .output import shown
from .words import _

__all__ = ["WIDE", "Back", "Offer", "ask", "edits", "tell"]

WIDE = 80
Offer = Callable[[str], Sequence[str]]
"""What may be written, by how it begins; for TAB."""


class Back(Exception):
    """Somebody wants to go back to the blank before."""


def tell(text: str = "") -> None:
    """Say something beside the data, in lines that fit; what does not keeps its indentation."""
    from pmcore.model.text import wrap

    bare = text.lstrip(" ")
    before = text[: len(text) - len(bare)]
    for place, line in enumerate(wrap(shown(bare), WIDE - len(before) - 2)):
        sys.stderr.write(f"{before}{'  ' if place else ''}{line}\n")


def ask(prompt: str, begun: str = "", offer: Offer | None = None, earlier: Sequence[str] = ()) -> str:
    """A line without its outer blanks; ``begun`` stands there to be changed, ``earlier`` lines come back with the arrow up.

    Raises Back for ``<``, and Stop where somebody stops or nothing more comes.
    """
    try:
        line = _read(shown(prompt), begun, offer, earlier).strip()
    except KeyboardInterrupt:
        tell()
        raise Stop(_("Stopped; nothing was written"), code=130) from None
    except EOFError:
        tell()
        raise Stop(_("The input ended before the form was filled; nothing was written")) from None
    if line in ("<", "＜"):
        raise Back
    return line


def edits() -> bool:
    """Whether the line can be edited, and what stands there already be changed."""
    ours = sys.stdin is sys.__stdin__
    return ours and all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)) and _readline() is not None


def _read(prompt: str, begun: str, offer: Offer | None, earlier: Sequence[str]) -> str:
    if edits():
        return _edited(prompt, begun, offer, earlier)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    if not (line := sys.stdin.readline()):
        raise EOFError
    return line


def _readline() -> Any:
    """Loaded only here: it looks into the terminal as soon as it is there."""
    try:
        import readline
    except ImportError:
        return None
    return readline


def _edited(prompt: str, begun: str, offer: Offer | None, earlier: Sequence[str]) -> str:
    readline = _readline()
    found: list[str] = []

    def complete(text: str, place: int) -> str | None:
        if place == 0:
            found[:] = offer(text) if offer else ()
        return found[place] if place < len(found) else None

    readline.set_auto_history(False)  # a name or a telephone number does not come up in another field
    readline.clear_history()
    for line in earlier:
        readline.add_history(line)
    readline.set_completer_delims("")
    readline.set_completer(complete)
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    readline.set_startup_hook(lambda: readline.insert_text(begun))
    sys.stderr.flush()
    try:
        return input(prompt)
    finally:
        readline.set_startup_hook(None)
        readline.set_completer(None)
