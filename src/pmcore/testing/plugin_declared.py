"""What a plugin's declarations are held to: words, clauses, life cycles, names and fields."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from pmcore.model.messages import Msg, messages
from pmcore.model.register import Register
from pmcore.model.step import Step, ready
from pmcore.plugin.catalogue import Catalogue, Declared
from pmcore.plugin.clauses import clause
from pmcore.plugin.language import languages
from pmcore.plugin.wordsfile import WordsError

from .catalogues import Translations, clashes, missing

__all__ = ["clause_faults", "field_faults", "label_faults", "life_cycle_faults", "name_faults", "ours"]

_ = messages("pmcore")
OURS = ("pmcore", "pmplugins")
KINDS = {
    "register": _("register"),
    "rule": _("rule"),
    "reaction": _("reaction"),
    "standard": _("standard"),
    "quota": _("quota"),
    "report": _("report"),
}


def ours(declared: Declared) -> bool:
    """Whether it is the core's or one of the chapters beside it: their names need no prefix."""
    return declared.module.partition(".")[0] in OURS


def label_faults(catalogue: Catalogue, declared: Declared) -> list[Msg]:
    """Texts without a Chinese word, translations that lose a blank, words that mean two things; a words file that is broken."""
    try:
        return _label_faults(catalogue, declared)
    except WordsError as error:
        return [Msg(error.text, values=error.values)]


def _label_faults(catalogue: Catalogue, declared: Declared) -> list[Msg]:
    package = declared.module.partition(".")[0]
    alone = Catalogue()
    alone.add(declared, thorough=False)
    try:
        untold = [text for text in missing(alone, package) if _own(text.where, declared)]
    except LookupError:
        single = _("{module} has no words: say them in WORDS_ZH, or make it a package with catalogues")
        file = getattr(sys.modules.get(declared.module), "__file__", None) or declared.module
        return [single.fill(module=file.rsplit("/", 1)[-1])]
    found = [_("no Chinese for '{text}' ({where})").fill(text=text.msgid, where=text.where) for text in untold]
    altered = _("the Chinese for '{text}' has other blanks: '{word}'")
    found += [altered.fill(text=text, word=word) for text, word in Translations(package, "zh").altered()]
    touched = {step.__step__.register.name for step in declared.steps} | {register.name for register in declared.registers}
    places = {f"{part} of {register}" for part in ("steps", "states", "fields") for register in touched} | {"registers"}
    double = _("{where}: '{word}' means {names} ({lang})")
    for lang in languages:
        for clash in clashes(catalogue, lang):
            if clash.where in places and _involved(clash.names, declared):
                found.append(double.fill(where=clash.where, word=clash.word, names=clash.names, lang=lang))
    return found


def _own(where: str, declared: Declared) -> bool:
    """Whether a text of the package is the plugin's: what it declares, and the sentences of its own module."""
    path, dot, _line = where.rpartition(".py:")
    inner = declared.module.partition(".")[2].replace(".", "/")
    return not dot or not inner or path == inner or path.startswith(inner + "/")


def _involved(names: Iterable[str], declared: Declared) -> bool:
    own = {register.name for register in declared.registers}
    own |= {state for register in declared.registers for state in register.all_states}
    for step in declared.steps:
        own |= {step.__step__.name, *ready(step).fields}
    return any(name in own for name in names)


def clause_faults(_catalogue: Catalogue, declared: Declared) -> list[Msg]:
    """Rules, reactions, standards, quotas and reports whose clause nobody knows."""
    prefix = declared.plugin.name + "."
    named: list[tuple[str, str, str]] = []
    named += [("rule", rule.name, rule.clause) for rule in declared.rules]
    named += [("reaction", reaction.name, reaction.clause) for reaction in declared.reactions]
    named += [("standard", standard.name, standard.clause) for standard in declared.standards]
    named += [("quota", quota.name, quota.clause) for quota in declared.quotas]
    named += [("report", report.name, report.clause) for report in declared.reports]
    none, wrong = _("the {kind} {name} has no clause"), _("the {kind} {name} names the clause '{clause}', which there is not")
    return [
        (wrong.fill(clause=told) if told else none).fill(kind=KINDS[kind], name=name)
        for kind, name, told in named
        if clause(told) is None and not (told.startswith(prefix) and told != prefix)
    ]


def life_cycle_faults(catalogue: Catalogue, declared: Declared) -> list[Msg]:
    """States that no step leads to, and open states from which no closed one can be reached."""
    return [fault for register in declared.registers for fault in _life_cycle(catalogue, register)]


def _life_cycle(catalogue: Catalogue, register: Register) -> Iterator[Msg]:
    steps = [step.__step__ for step in catalogue.steps_of(register.name).values()]
    if not any(step.opens for step in steps):
        yield _("{register}: no step opens a form").fill(register=register.name)
        return
    ways = {(state.name, to.name) for step in steps for state in step.after for to in step.targets}
    reached = _closure({state.name for step in steps if step.opens for state in step.targets}, ways)
    unreached = _("{register}: no step leads to the state '{state}'").fill(register=register.name)
    yield from (unreached.fill(state=name) for name in register.all_states if name not in reached)
    closed = {state.name for state in register.any if state.closed}
    if not closed:
        return  # a standing book: its forms are never done with
    ending = _closure(closed, {(to, state) for state, to in ways})
    stuck = _("{register}: nothing leads on from '{state}' to an end").fill(register=register.name)
    yield from (stuck.fill(state=state.name) for state in register.open if state.name not in ending)


def _closure(start: set[str], ways: set[tuple[str, str]]) -> set[str]:
    """Every state that can be reached from these."""
    found = set(start)
    while more := {to for state, to in ways if state in found} - found:
        found |= more
    return found


def name_faults(_catalogue: Catalogue, declared: Declared) -> list[Msg]:
    """A stranger's names without its prefix: they would clash with another's one day."""
    if ours(declared):
        return []
    foreign = _("the {kind} '{name}' wants the plugin's prefix: {plugin}.{name}").fill(plugin=declared.plugin.name)
    return [foreign.fill(kind=KINDS[kind], name=name) for kind, name in declared.unprefixed()]


def field_faults(_catalogue: Catalogue, declared: Declared) -> list[Msg]:
    """Steps whose fields cannot be made, and later versions that cannot read the earlier."""
    found = []
    for step in declared.steps:
        where = {"register": step.__step__.register.name, "step": step.__step__.name}
        try:
            ready(step)
        except Exception as error:  # whatever it is, the author is to hear of all steps at once
            found.append(_("{register} {step}: {error}").fill(**where, error=str(error)))
            continue
        if step.__step__.v > 1 and "upgrade" not in {name for cls in step.__mro__[:-1] if cls is not Step for name in vars(cls)}:
            older = _("{register} {step}: version {v} has no upgrade(body, v) for the bodies of version 1")
            found.append(older.fill(**where, v=step.__step__.v))
    return found
