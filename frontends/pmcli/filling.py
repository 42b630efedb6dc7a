"""A form filled at a terminal: what has to be filled is asked, everything is shown again, and only then it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from .blanks import Blank
from .dialogue import Back, ask, edits, tell
from .words import _, lang

if TYPE_CHECKING:
    from pmcore.model.outcomes import Declined
    from pmcore.model.people import Actor

    from .record import Act

__all__ = ["Filling"]


class Filling:
    """One form that is being filled. ``signer`` is whoever signs it, as far as that can be said without a PIN."""

    def __init__(self, act: Act, step: Mapping[str, Any], signer: Callable[[], Actor]) -> None:
        self.act = act
        self.step = step
        self.signer = signer
        self.session = act.session
        self.cls = act.session.desk.step(act.register, act.name)
        self.ctx = click.get_current_context()
        fields = [field for field in step.get("fields", ()) if not field.get("computed")]
        self.blanks = [Blank(place, field) for place, field in enumerate(fields, 1)]

    def filled(self, blank: Blank) -> Any:
        """What was given for a blank by now."""
        return blank.given(self.act.given).get(blank.name)

    def begin(self) -> None:
        """Ask for what has to be filled and is not, and again for what was given and cannot be read."""
        given = [blank for blank in self.blanks if self.filled(blank)]
        todo = [blank for blank in self.blanks if blank.required and blank not in given]
        self.ask_all([*todo, *(blank for blank in given if not self._reads(blank))])

    def _reads(self, blank: Blank) -> bool:
        filled = self.filled(blank)
        return all(self._read(blank, one) is not None for one in (filled if blank.many else [filled]))

    def ask_all(self, todo: Iterable[Blank]) -> None:
        """One after the other; ``<`` takes one back."""
        todo, place = list(todo), 0
        while place < len(todo):
            try:
                self._ask(todo[place])
                place += 1
            except Back:
                place = max(place - 1, 0)

    def _ask(self, blank: Blank) -> None:
        """Ask for one blank until it can be read, or it stays empty and may."""
        if manners := blank.manners():
            tell(f"  {manners}")
        if blank.many:
            self._ask_lines(blank)
            return
        given, begun = blank.given(self.act.given), str(self.filled(blank) or "")
        earlier: list[str] = []
        while True:
            text = self._answer(blank, begun, earlier=earlier)
            if not text and blank.required:
                tell("  " + _("has to be filled"))
            elif not text:
                given.pop(blank.name, None)
                return
            elif (read := self._read(blank, text)) is not None:
                given[blank.name] = read
                return
            begun = ""
            earlier.append(text)

    def _ask_lines(self, blank: Blank) -> None:
        """Line by line; an empty one ends the list, ``<`` takes the last one out."""
        lines = list(self.filled(blank) or ())
        for place, line in enumerate(lines, 1):
            tell(f"  {blank.label} {place}{_(': ')}{line}")
        while True:
            try:
                text = self._answer(blank, "", len(lines) + 1)
            except Back:
                if not lines:
                    raise
                tell("  " + _("taken out: {line}", line=lines.pop()))
                continue
            if not text and blank.required and not lines:
                tell("  " + _("has to be filled; one line each, an empty line ends"))
            elif not text:
                blank.given(self.act.given)[blank.name] = lines
                return
            elif (read := self._read(blank, text)) is not None:
                lines.append(read)

    def _answer(self, blank: Blank, begun: str, line: int = 0, earlier: Sequence[str] = ()) -> str:
        """A line; what stands there already can be changed, or is kept where lines are not edited."""
        while True:
            text = ask(
                blank.prompt(line, "" if edits() else begun),
                begun,
                lambda start: [value for value, _told in blank.offers(self.ctx, start)],
                earlier,
            )
            if text not in ("?", "？"):
                return blank.chosen(text) or ("" if edits() else begun)
            for told in blank.help(self.ctx):
                tell("  " + told)

    def _read(self, blank: Blank, given: Any) -> Any:
        """What is given, if it can be read (None where not, which is told); of several that it may mean one is chosen."""
        from pmcore.plugin.language import say

        if blank.target and isinstance(given, str) and (several := self._several(blank.target, given)):
            picked = _pick(given, several)
            return self._read(blank, picked) if picked else None
        with self.session.desk.reading() as look:
            value, faults = look.read(self.cls, blank.name, [given] if blank.many else given, self.act.more.get("at"))
            words = "" if faults else blank.words(look, self.cls, value, self.session.zone)
        for path, fault in faults:
            tell(f"  {blank.part(path)}{say(fault, lang(), self.session.zone)}")
        if words and words != given:
            tell(f"  = {words}")
        return None if faults else given

    def _several(self, register: str, text: str) -> list[tuple[str, str]]:
        """(number, what is known of it) of the forms that a text may mean, where it does not mean one."""
        from pmcore.engine.known import known_words
        from pmcore.model.outcomes import Ambiguous, NotFound

        with self.session.desk.reading() as look:
            try:
                look.row(register, text)
            except Ambiguous as several:
                rows = [look.row(register, number) for number in several.more["ambiguous"][:20]]
            except NotFound:
                rows = look.nearly(register, text)
            else:
                return []
            known = [known_words(look.catalogue, register, row, masked=True, most=3) for row in rows]
        return [(row.number, " ".join(word for word, _hidden in words)) for row, words in zip(rows, known, strict=True)]

    def staff(self, begun: str) -> list[str]:
        """Who is engaged here, by how their code begins."""
        from .offered import offered

        return [item.value for item in offered(("staff",), self.ctx, self.ctx.command.params[0], begun)]

    def tell(self, declined: Declined) -> None:
        """Why the desk says no."""
        from pmcore.surface.answers import declined as answer

        for line in answer(declined, self.session.words, self.session.labels).lines:
            tell(line)


def _pick(text: str, several: list[tuple[str, str]]) -> str:
    """One of several, by its place in the list; anything else is what is meant instead."""
    tell("  " + _("{text} may mean:", text=text))
    for place, (number, known) in enumerate(several, 1):
        tell(f"  {place:>3}  {number}  {known}")
    try:
        answer = ask("  " + _("Which one (1-{count}): ", count=len(several)))
    except Back:
        return ""
    return several[int(answer) - 1][0] if answer.isdecimal() and 0 < int(answer) <= len(several) else answer
