"""The plugin contract: everything a chapter, ours or anybody's, is held to; in one call, or as tests to inherit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import ClassVar

from pmcore.model.messages import Bad, Msg, messages
from pmcore.plugin.catalogue import Catalogue, Declared
from pmcore.plugin.discovery import full_catalogue, take_file
from pmcore.plugin.language import say
from pmcore.plugin.sitefile import stated_name

from .plugin_declared import clause_faults, field_faults, label_faults, life_cycle_faults, name_faults
from .plugin_source import source_faults
from .plugin_tried import tried_faults

__all__ = ["PluginContract", "check_file", "check_plugin"]

_ = messages("pmcore")
CHECKS: dict[str, Callable[[Catalogue, Declared], list[Msg]]] = {
    "labels": label_faults,
    "clauses": clause_faults,
    "life cycle": life_cycle_faults,
    "names": name_faults,
    "fields": field_faults,
    "source": source_faults,
    "tried": tried_faults,
}
"""What is looked at, in the order of the report. The last one works the plugin's steps on a desk in memory."""


def check_plugin(name: str, catalogue: Catalogue | None = None, lang: str = "en") -> list[str]:
    """What is wrong with a plugin, a sentence each in ``en`` or ``zh``; an empty list if it is fine.

    ``name`` is the name of its entry point. ``catalogue`` holds it with what it needs; left out, everything installed.
    """
    told = full_catalogue() if catalogue is None else catalogue
    declared = told.plugins.get(name)
    if declared is None:
        return _said([_absent(name, told)], lang)
    if broken := field_faults(told, declared):
        return _said(broken, lang)  # the other checks read the fields
    return _said([fault for check in CHECKS.values() for fault in check(told, declared)], lang)


def check_file(path: str, name: str = "", lang: str = "en") -> list[str]:
    """The same of a plugin in one file, beside everything installed; it is run for that, and no book is needed.

    ``name`` is the plugin's, else what the file says. Raises OSError where there is no such file.
    """
    with open(path, "rb") as file:
        data = file.read()
    try:
        name = name or stated_name(data, path)
    except Bad as bad:
        return _said([_("{name} does not load: {why}").fill(name=path.rsplit("/", 1)[-1], why=bad.message)], lang)
    catalogue = full_catalogue()
    if name in {*catalogue.plugins, *catalogue.failures}:
        return _said([_("An installed plugin is called {name}; give this one another name: --name NAME").fill(name=name)], lang)
    take_file(catalogue, name, data, path)
    return check_plugin(name, catalogue, lang)


def _said(faults: Iterable[Msg], lang: str = "en") -> list[str]:
    return [say(fault, lang) for fault in faults]


def _absent(name: str, catalogue: Catalogue) -> Msg:
    if (why := catalogue.failures.get(name)) is not None:
        return _("{name} does not load: {why}").fill(name=name, why=why)
    return _("there is no plugin '{name}'").fill(name=name)


@cache
def _installed() -> Catalogue:
    return full_catalogue()


class PluginContract:
    """Tests to inherit: ``class TestLocker(PluginContract): plugin = "jinling"``. Needs the plugin to be installed,
    or ``catalogue`` to be given.
    """

    plugin: ClassVar[str]

    def catalogue(self) -> Catalogue:
        """What the plugin is looked up in."""
        return _installed()

    def declared(self) -> Declared:
        """What the plugin declares; fails with the reason where it does not load."""
        catalogue = self.catalogue()
        assert self.plugin in catalogue.plugins, _said([_absent(self.plugin, catalogue)])
        return catalogue.plugins[self.plugin]

    def test_everything_has_a_word_in_both_languages(self) -> None:
        """Labels, titles, help and sentences are translated, and no word means two things."""
        assert _said(label_faults(self.catalogue(), self.declared())) == []

    def test_everything_says_its_clause(self) -> None:
        """A clause of the procedure, or one of the plugin's own."""
        assert _said(clause_faults(self.catalogue(), self.declared())) == []

    def test_no_form_is_stuck(self) -> None:
        """Every state can be reached, and from every open one a closed one."""
        assert _said(life_cycle_faults(self.catalogue(), self.declared())) == []

    def test_names_are_its_own(self) -> None:
        """A stranger's registers, standards, quotas and reports bear its name."""
        assert _said(name_faults(self.catalogue(), self.declared())) == []

    def test_fields_are_sound(self) -> None:
        """No reserved name, no unknown kind, an ``upgrade`` for every later version."""
        assert _said(field_faults(self.catalogue(), self.declared())) == []

    def test_source_is_headless_and_pure(self) -> None:
        """No toolkit, no SQL, no clock and no dice."""
        assert _said(source_faults(self.catalogue(), self.declared())) == []

    def test_steps_on_a_desk(self) -> None:
        """The same every time, nothing personal in the chain, every body can be read again."""
        assert _said(tried_faults(self.catalogue(), self.declared())) == []
