"""Words: one reader's language and time zone, and what everything installed is called in it; handed to all that is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmcore.model.calendar import DEFAULT_ZONE
from pmcore.model.messages import Msg
from pmcore.plugin.language import label, say

__all__ = ["Words", "language_of", "short_time"]

Told = Mapping[str, Any]


class Words:
    """How one reader calls things. Made for every reader or request, and shared by nobody: nothing about it is global.

    ``manifest`` is what is installed, ``lang`` is ``zh`` or ``en``, ``zone`` the zone in which moments are told (the site's).
    """

    __slots__ = ("lang", "manifest", "zone")

    def __init__(self, manifest: Told, lang: str = "zh", zone: str = DEFAULT_ZONE) -> None:
        self.manifest = manifest
        self.lang = lang
        self.zone = zone

    def at(self, zone: str) -> Words:
        """The same reader at a site in another zone."""
        return self if zone == self.zone else Words(self.manifest, self.lang, zone)

    def say(self, message: Msg, /, **values: Any) -> str:
        """The sentence in the reader's language, with these values filled in as well."""
        return say(message.fill(**values) if values else message, self.lang, self.zone)

    def pick(self, told: Mapping[str, str]) -> str:
        """The reader's one of a text in both languages, as the manifest holds it."""
        return told.get(self.lang) or told.get("en", "")

    def both(self, told: Mapping[str, str], name: str) -> list[str]:
        """A name and its label, the reader's own first."""
        other = told.get("zh", "")
        return [other, name] if self.lang == "zh" and other else [name, other]

    def join(self, parts: Iterable[str]) -> str:
        """Words in a row."""
        return ("、" if self.lang == "zh" else ", ").join(parts)

    def register(self, name: str) -> str:
        """A register; one whose plugin is gone by its name."""
        return self.pick(self._register(name).get("label", {"en": name}))

    def title(self, register: str) -> str:
        """The title of a register, as it stands on its cover."""
        return self.pick(self._register(register).get("title", {"en": register}))

    def step(self, register: str, name: str) -> str:
        """A step; what every register has by its verb."""
        known = self._step(register, name)
        return self.pick(known["label"]) if known else label("", name, "pmcore", self.lang)

    def state(self, register: str, name: str) -> str:
        """A state."""
        return self.pick(self._register(register).get("states", {}).get(name, {"en": name}))

    def choice(self, register: str, step: str, value: str | None) -> str:
        """The choice for which a step is owed once; nothing where there is none."""
        if not value:
            return ""
        told = self._step(register, step) or {}
        known = next((one.get("choices") or {} for one in told.get("fields", ()) if one["name"] == told.get("each")), {})
        return self.pick(known.get(value, {"en": value}))

    def role(self, name: str) -> str:
        """A role."""
        known = self.manifest["roles"].get(name)
        return self.pick(known) if known else label("role", name, "pmcore", self.lang)

    def holder(self, holder: str, codes: Mapping[str, str]) -> str:
        """Who owes something: roles by their labels, people (``staff:NUMBER``) by their ``codes``."""
        roles = self.manifest["roles"]
        return "/".join(self.pick(roles[name]) if name in roles else codes.get(name, name) for name in holder.split())

    def clause(self, name: str) -> str:
        """A clause of the procedure: its number and what it says; the number alone where it is nobody's."""
        from pmcore.plugin.clauses import clause

        found = clause(name)
        return f"{name} {found.zh if self.lang == 'zh' else found.en}" if found else name

    def _register(self, name: str) -> Told:
        found: Told = self.manifest["registers"].get(name, {})
        return found

    def _step(self, register: str, name: str) -> Told | None:
        found: Told | None = self._register(register).get("steps", {}).get(name)
        return found


def short_time(moment: str) -> str:
    """A moment of an answer to the minute, without its offset: the site's own time."""
    return moment[:16].replace("T", " ")


def language_of(name: str) -> str:
    """``zh`` for every Chinese locale or name of the language, otherwise ``en``."""
    return "zh" if name.lower().startswith(("zh", "中", "chinese")) else "en"
