"""``plugins new NAME``: a commented starting point in one file, which keeps the contract as it stands."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .errors import Stop
from .words import _

if TYPE_CHECKING:
    from .session import Session

__all__ = ["write"]

_TEMPLATE = '''"""{name}: matters of this site, in one file."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore import (
    ASSISTANT, Code, Facts, Finding, Plugin, Register, Span, Standard, Step, Text, days, field, messages, refuse, rule,
)

_ = messages(__name__)

# {plugin}
plugin = Plugin("{name}", "0.1")

# {register}
matter = Register("{name}.matter", title="{title} matters", number="{letters}{{year}}-{{seq:04}}")
OPEN, DONE = matter.states("open", "done", closed="done")

# {standard}
WITHIN: Standard[Span] = Standard("{name}.within", days(3), clause="{name}.1")


# {step}
class Begin(Step, register=matter, by=ASSISTANT, to=OPEN):
    """Note a matter."""

    # {fields}
    place: Code = field(index=True)
    what: Text


# {duty}
class Finish(Step, register=matter, by=ASSISTANT, after=OPEN, to=DONE, within=WITHIN):
    """It is dealt with."""

    result: Text


# {rule}
@rule(Begin, clause="{name}.2")
def one_at_a_time(begin: Begin, facts: Facts) -> Iterator[Finding]:
    """A place has one open matter at a time."""
    for other in facts.find(Begin, place=begin.place, closed=False):
        yield refuse(_("{{place}} has an open matter already: {{number}}"), place=begin.place, number=other.number)


# {words}
WORDS_ZH = {{
    "{title}.matter": "{name}事项",
    "{title} matters": "《{name}事项登记表》",
    "Open": "待办",
    "Done": "办结",
    "Begin": "登记",
    "Note a matter.": "登记一件事项。",
    "Place": "地点",
    "What": "事由",
    "Finish": "完结",
    "It is dealt with.": "办理完毕。",
    "Result": "结果",
    "Within": "办理期限",
    "A place has one open matter at a time.": "同一地点只有一件未结事项。",
    "{{place}} has an open matter already: {{number}}": "{{place}}已有未结事项：{{number}}",
}}
'''


def _comments(name: str) -> dict[str, str]:
    return {
        "plugin": _("The plugin's name and version. After every change of this file: pmdesk plugins trust FILE --reason ..."),
        "register": _("A numbered book. Its name begins with the plugin's; its numbers begin with letters that no other has."),
        "standard": _("A figure that the company may change: pmdesk standard set {name}.within 5d --reason ...", name=name),
        "step": _("A step without after= opens a form; by= says who signs it. Names on the wire stay once the site uses them."),
        "fields": _(
            "A line for every blank. What people write freely (Text, PersonName, Phone) is personal and lies beside the chain."
        ),
        "duty": _("A step with within= is owed: pmdesk today lists it until it is signed."),
        "rule": _(
            "A rule judges a step before it is written, by facts and by nothing else. Clauses of your own: {name}.1", name=name
        ),
        "words": _("What readers of Chinese see. Keys are the English texts: names, titles, first lines, sentences."),
    }


def write(session: Session, name: str) -> str:
    """Write it into the folder of plugins beside the book; nothing is overwritten. The path of the file."""
    from pmcore.plugin.beside import FOLDER, NAME

    if not re.fullmatch(NAME, name):
        raise Stop(_("{name} is no name of a plugin: small letters, digits and -, such as locker", name=name), field="name")
    if name in session.manifest["plugins"]:
        raise Stop(_("There is a plugin {name} already", name=name), field="name")
    folder = os.path.join(os.path.dirname(session.path), FOLDER)
    path = os.path.join(folder, name.replace("-", "_") + ".py")
    title = name[:1].upper() + name[1:].replace("-", " ")
    letters = _letters(name, (one["number"] for one in session.manifest["registers"].values()))
    text = _TEMPLATE.format(name=name, title=title, letters=letters, **_comments(name))
    os.makedirs(folder, mode=0o700, exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Stop(_("{path} is there already and is not overwritten", path=path), field="name") from None
    return path


def _letters(name: str, numbers: Iterable[str]) -> str:
    """What its numbers may begin with: some letters of its name that no other register's do."""
    taken = {re.split(r"[{\d]", number)[0] for number in numbers}
    letters = re.sub("[^A-Z]", "", name.upper())
    tried = (letters[:size] if size <= len(letters) else letters + "X" * (size - len(letters)) for size in range(2, 100))
    return next(one for one in tried if one not in taken)
