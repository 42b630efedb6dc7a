"""A catalogue that loads plugins when a step needs them, by the manifest; in behaviour the same as the full one."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from pmcore.model.messages import Bad, Msg
from pmcore.model.rule import Reaction
from pmcore.model.standard import Standard
from pmcore.model.step import Mark, Step

from .beside import SiteFile
from .catalogue import Bound, Catalogue, Declared, Plugin
from .needs import Manifest, modules_for
from .sitefile import trusted_module

__all__ = ["LazyCatalogue"]

K = TypeVar("K")
V = TypeVar("V")


class _OnDemand(dict[str, V]):
    """A table that sees to an entry when it is asked for by name, and to all of them when it is walked."""

    def __init__(self, see_to: Callable[[str], None]) -> None:
        super().__init__()
        self._see_to = see_to

    def get(self, key: str, default: Any = None) -> Any:
        self._see_to(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> V:
        self._see_to(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._see_to(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self._see_to("*")
        return super().__iter__()

    def __len__(self) -> int:
        self._see_to("*")
        return super().__len__()

    def keys(self) -> Any:
        self._see_to("*")
        return super().keys()

    def values(self) -> Any:
        self._see_to("*")
        return super().values()

    def items(self) -> Any:
        self._see_to("*")
        return super().items()


class LazyCatalogue(Catalogue):
    """As ``Catalogue``; modules are imported in ``need``. ``manifest`` says which ones."""

    def __init__(self, manifest: Manifest) -> None:
        super().__init__()
        self.manifest = manifest
        self.signature = manifest.get("signature")
        self.failures = {
            name: Msg(told["text"], told["domain"], values=told["values"]) for name, told in manifest["failures"].items()
        }
        self.home: str = manifest.get("home", "")
        self.files = tuple(SiteFile(*told) for told in manifest.get("site_files", ()))
        self._order = {name: place for place, name in enumerate(manifest["plugins"])}
        self._loaded: list[str] = []
        self._settled: set[tuple[str, str | None]] = set()
        self.registers = _OnDemand(lambda name: self.need(name))
        self.plugins = _OnDemand(lambda name: self._take(list(self._order) if name == "*" else [name]))
        self.standards = _OnDemand(lambda name: self._by_owner("standards", name))
        self.quotas = _OnDemand(lambda name: self._by_owner("quotas", name))
        self.reports = _OnDemand(lambda name: self._by_owner("reports", name))

    def need(self, register: str, step: str | None = None) -> None:
        """Import what judges this step, stands on this register, or (``*``) everything."""
        if (register, step) not in self._settled:
            self._settled.add((register, step))
            self._take(modules_for(self.manifest, register, step))

    def rules_of(self, step: type[Step]) -> Iterator[Bound]:
        self.need(step.__step__.register.name, step.__step__.name)
        return super().rules_of(step)

    def reactions_of(self, mark: Mark) -> Iterable[tuple[str, Reaction]]:
        self._take(self.manifest["marks"].get(mark.name, ()))
        return super().reactions_of(mark)

    def standard(self, name: str) -> Standard[Any] | None:
        return self.standards.get(name)

    def judges(self) -> dict[str, list[str]]:
        self.need("*")
        return super().judges()

    def _by_owner(self, table: str, name: str) -> None:
        if name == "*":
            self.need("*")
        elif (told := self.manifest[table].get(name)) is not None:
            self._take([told["plugin"]])

    def _take(self, names: Iterable[str]) -> None:
        """Load plugins that are not loaded yet; then the tables are put into the order of a full load."""
        known = self.signature  # of all that is installed, not only of what is loaded by now
        wanted = [name for name in names if name in self._order and name not in self._loaded]
        for name in sorted(wanted, key=self._order.__getitem__):
            if name in self._loaded:
                continue
            missing = [before for before in self.manifest["plugins"][name].get("needs", ()) if before not in self._loaded]
            self._take(missing)
            late = any(self._order[name] < self._order[other] for other in self._loaded)
            self._loaded.append(name)
            try:
                self.add(self._declared(name), thorough=False)
            except Bad as bad:
                self.failures[name] = bad.message
            except (Exception, SystemExit) as error:  # it changed under our feet: named, and what it judges is refused
                self.failures[name] = Msg(f"{type(error).__name__}: {error}")
            if late:
                self._put_in_order()
        self.signature = known

    def _declared(self, name: str) -> Declared:
        from .discovery import BUILT_IN, _ask_hooks, built_in, collect

        told = self.manifest["plugins"][name]
        if name in BUILT_IN:
            return built_in(name)
        file = next((one for one in self.files if one.name == name and "file" in told), None)
        module = trusted_module(self.home, file) if file else importlib.import_module(told["module"])
        declared = collect(Plugin(name, told["version"], api=told["api"], needs=tuple(told.get("needs", ()))), module)
        _ask_hooks(self, declared, module)
        return declared

    def _put_in_order(self) -> None:
        place = self._order
        for bounds in (*self.rules.values(), *self.mark_rules.values()):
            bounds.sort(key=lambda bound: place[bound.plugin])
        for answers in self.reactions.values():
            answers.sort(key=lambda told: place[told[0]])
        for register, steps in self.steps.items():
            ordered = sorted(steps.items(), key=lambda item: place[self.step_plugins[register, item[0]]])
            steps.clear()
            steps.update(ordered)
        for name in ("plugins", "registers", "standards", "quotas", "reports"):
            _reorder(getattr(self, name), list(self.manifest[name]))


def _reorder(table: Any, order: list[str]) -> None:
    """A table in the order in which a full load fills it, without asking it for anything."""
    known: dict[str, Any] = dict(dict.items(table))
    place = {name: rank for rank, name in enumerate(order)}
    table.clear()
    table.update(sorted(known.items(), key=lambda item: place.get(item[0], len(place))))
