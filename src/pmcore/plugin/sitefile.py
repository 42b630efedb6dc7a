"""A plugin that a site keeps as one file beside its book: read once, hashed, and run from the very bytes that were hashed.

A file is never run because it lies somewhere: which files are trusted, by digest, stands in the book (the ``plugin`` register).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from pmcore.model.messages import Bad, Msg, messages

from .beside import FILE, FOLDER, NAME, SiteFile

if TYPE_CHECKING:
    from .catalogue import Declared

__all__ = [
    "NotRun",
    "digest_of",
    "fresh_file",
    "module_of",
    "refuse_foreign",
    "state_of",
    "stated_name",
    "trusted_module",
]

_ = messages("pmcore")

MOST = 1_000_000  # bytes; a chapter has some ten thousand


class NotRun(Bad):
    """Why a file is not run. ``state`` is a word for programs: ``missing``, ``changed``, ``refused``."""

    def __init__(self, state: str, message: Msg) -> None:
        super().__init__(message)
        self.state = state


def fresh_file(home: str, path: str, name: str = "") -> SiteFile:
    """A file as it may be trusted now; ``name`` is the plugin's, else what the file or its name says. Raises Bad."""
    file = _below(home, path)
    data = _read(home, file)
    name = name or stated_name(data, file)
    if not re.fullmatch(NAME, name):
        raise Bad(_("{name} is no name of a plugin: small letters, digits and -, such as locker").fill(name=name))
    return SiteFile(name, file, digest_of(data))


def _below(home: str, path: str) -> str:
    """A path as the book records it. Where nothing lies at it, it may be meant from the book's folder, or from ``plugins``."""
    folder = os.path.join(home, FOLDER)
    places = [path] if os.path.lexists(path) else [path, os.path.join(home, path), os.path.join(folder, path)]
    for place in places:
        file = f"{FOLDER}/{os.path.basename(place)}"
        if os.path.realpath(os.path.dirname(os.path.abspath(place))) == os.path.realpath(folder) and re.fullmatch(FILE, file):
            return file
    raise Bad(_("lies elsewhere; a plugin of this book is a file NAME.py in the folder {folder}").fill(folder=folder))


def stated_name(data: bytes, file: str) -> str:
    """The plugin's name: of ``plugin = Plugin("name", ...)`` at the top of the file, else of the file itself. Nothing is run.

    Raises Bad where it is no Python.
    """
    import ast

    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = _("is no Python: {error} (line {line})")
        raise Bad(why.fill(error=getattr(error, "msg", str(error)), line=getattr(error, "lineno", None) or 0)) from None
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(made := node.value, ast.Call) and made.args:
            named = any(isinstance(target, ast.Name) and target.id == "plugin" for target in node.targets)
            if named and isinstance(first := made.args[0], ast.Constant) and isinstance(first.value, str):
                return first.value
    return os.path.basename(file).removesuffix(".py").replace("_", "-").lower()


def trusted_module(home: str, one: SiteFile) -> ModuleType:
    """Run a trusted file. Raises NotRun, and runs nothing, where it is not what was trusted."""
    data = _read(home, one.file)
    if digest_of(data) != one.digest:
        changed = _(
            "{file} was changed since it was trusted and is not run; look at it and trust it again: "
            "pmdesk plugins trust {file} --reason ..."
        )
        raise NotRun("changed", changed.fill(file=one.file))
    return module_of(data, one.name, os.path.join(home, one.file))


def state_of(home: str, one: SiteFile) -> str:
    """``changed``, ``missing`` or ``refused`` of a file that is not as it was trusted; otherwise empty. Nothing is run."""
    try:
        return "" if digest_of(_read(home, one.file)) == one.digest else "changed"
    except NotRun as why:
        return why.state


def module_of(data: bytes, name: str, path: str) -> ModuleType:
    """The module that these bytes are; the same bytes are run once in a process.

    Compiled from what was hashed: nobody can put something else into the file in between, and no compiled file is looked at.
    """
    from importlib.machinery import ModuleSpec

    called = f"site_{name.replace('-', '_')}_{digest_of(data)[:16]}"
    if (known := sys.modules.get(called)) is not None:
        return known
    module = ModuleType(called)
    module.__file__ = path
    module.__spec__ = ModuleSpec(called, None, origin=path)
    code = compile(data, path, "exec", dont_inherit=True)
    sys.modules[called] = module  # annotations are looked up there
    try:
        exec(code, vars(module))
        _refuse_words(vars(module).get("WORDS_ZH", {}))
    except BaseException:
        del sys.modules[called]
        raise
    return module


def _refuse_words(words: object) -> None:
    plain = isinstance(words, Mapping) and all(isinstance(word, str) and _text(key) for key, word in words.items())
    if not plain:
        raise Bad(_("WORDS_ZH maps English texts, or pairs of context and text, to Chinese ones"))


def _text(key: object) -> bool:
    return isinstance(key, str) or (isinstance(key, tuple) and len(key) == 2 and all(isinstance(part, str) for part in key))


def refuse_foreign(declared: Declared) -> None:
    """Raises Bad where a file declares nothing, or names that are not its own."""
    if not any(getattr(declared, part) for part in declared.__slots__ if part not in ("module", "plugin")):
        raise Bad(_("declares nothing: no register, step, rule, standard or report stands at its top level"))
    for _kind, name in declared.unprefixed():
        own = _("{name} has to begin with the plugin's name, as in {plugin}.{name}; or give the plugin another name: --name NAME")
        raise Bad(own.fill(name=name, plugin=declared.plugin.name))


def _read(home: str, file: str) -> bytes:
    """The bytes of a file in the folder beside the book, read once. Raises NotRun for whatever is not plainly that."""
    if not re.fullmatch(FILE, file) or not home:
        raise NotRun("refused", _("{file} is no file in the folder of plugins beside the book").fill(file=file))
    path = os.path.join(home, file)
    if os.path.islink(os.path.dirname(path)) or os.path.islink(path):
        raise NotRun("refused", _("{file} is a link, or its folder is; put the file itself beside the book").fill(file=file))
    try:
        return _bytes(path, file)
    except FileNotFoundError:
        raise NotRun("missing", _("{file} is not there").fill(file=file)) from None
    except OSError as error:
        raise NotRun("refused", _("{file} cannot be read: {reason}").fill(file=file, reason=error.strerror or "")) from None


def _bytes(path: str, file: str) -> bytes:
    """By one descriptor that follows no link and waits for nobody, so that what is looked at is what is read."""
    import stat

    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as source:
        told = os.fstat(source.fileno())
        data = source.read(MOST + 1) if stat.S_ISREG(told.st_mode) else b""
    if not stat.S_ISREG(told.st_mode) or len(data) > MOST:
        raise NotRun("refused", _("{file} is no plain file of at most {most} bytes").fill(file=file, most=MOST))
    return data


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file's bytes, by which it is trusted."""
    import hashlib

    return hashlib.sha256(data).hexdigest()
