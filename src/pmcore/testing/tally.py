"""Which clause is carried by which scenario: counted from what was executed and passed, kept as a plugin's evidence.

A clause is a tag of a feature, rule, scenario or example (``@parking.3``). A complete run of the specs compares with the
evidence file (ini option ``spec_evidence``) and fails where it differs; ``--write-evidence`` writes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.gherkin_parser import get_gherkin_document

from pmcore.plugin.clauses import clauses

from . import seen

__all__ = ["Tally"]

_KEY = "pmcore.scenario"


class Tally:
    """The scenarios of one run. Complete is a run in which every example of every scenario was executed."""

    def __init__(self, features: Path) -> None:
        self.features = features
        self.clauses: dict[str, set[str]] = {}
        self.passed: dict[str, int] = {}
        self.failed: set[str] = set()

    def note(self, report: Any) -> None:
        """Take in what one phase of a test came to."""
        told = dict(report.user_properties).get(_KEY)
        if told is None:
            return
        name, carried = told
        if report.failed or hasattr(report, "wasxfail"):
            self.failed.add(name)
        elif report.when == "call" and report.passed:
            self.passed[name] = self.passed.get(name, 0) + 1
            self.clauses.setdefault(name, set()).update(carried)

    def expected(self) -> dict[str, int]:
        """Scenario -> how many examples it has (one without a table)."""
        found: dict[str, int] = {}
        for feature in get_features([str(self.features)]):
            for scenario in feature.scenarios.values():
                rows = sum(len(examples.examples) for examples in scenario.examples)
                found[_name(self.features, feature.filename, scenario.name)] = rows or 1
        return found

    def complete(self) -> bool:
        """Whether every scenario was executed to its end; failed ones count as executed."""
        expected = self.expected()
        return bool(expected) and all(name in self.failed or self.passed.get(name) == count for name, count in expected.items())

    def evidence(self) -> dict[str, Any]:
        """``{"scenarios": {clause: ["file: scenario"]}, "features": {file: sha256}}``, clauses in order of the procedure."""
        told: dict[str, list[str]] = {}
        for name in sorted(self.passed.keys() - self.failed):
            for clause in self.clauses[name]:
                told.setdefault(clause, []).append(name)
        order = {clause.id: place for place, clause in enumerate(clauses())}
        ordered = sorted(told, key=lambda one: (order.get(one, len(order)), one))
        files = {_file(self.features, str(path)): _digest(path) for path in sorted(self.features.rglob("*.feature"))}
        return {"scenarios": {clause: told[clause] for clause in ordered}, "features": files}

    def doubles(self) -> list[str]:
        """Scenarios whose name stands twice in a file: pytest-bdd would run the last one only, and say nothing."""
        found = []
        for path in sorted(self.features.rglob("*.feature")):
            names = [scenario.name for scenario in _scenarios(get_gherkin_document(str(path), "utf-8").feature)]
            found += [f"{_file(self.features, str(path))}: {name}" for name in dict.fromkeys(names) if names.count(name) > 1]
        return found


def _scenarios(holder: Any) -> Iterator[Any]:
    for child in holder.children:
        if child.scenario:
            yield child.scenario
        elif getattr(child, "rule", None):
            yield from _scenarios(child.rule)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _file(features: Path, filename: str) -> str:
    return Path(filename).resolve().relative_to(features.resolve()).as_posix()


def _name(features: Path, filename: str, scenario: str) -> str:
    return f"{_file(features, filename)}: {scenario}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the evidence lies, and the option that writes it."""
    parser.addini("spec_evidence", "the file that holds which scenarios carry which clause", default="")
    parser.getgroup("pmcore").addoption(
        "--write-evidence", action="store_true", help="write the evidence file after a complete run that passed"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Every clause is a marker, so that a misspelt one is an error."""
    for clause in clauses():
        config.addinivalue_line("markers", f"{clause.id}: {clause.en}")
    known = [str(line).split(":")[0].split("(")[0].strip() for line in config.getini("markers")]
    seen.CLAUSES.update(name for name in known if _is_clause(name))
    config.stash[_TALLY] = Tally(config.rootpath / (config.getini("bdd_features_base_dir") or "specs"))


_TALLY = pytest.StashKey[Tally]()


def _is_clause(name: str) -> bool:
    chapter, dot, place = name.rpartition(".")
    return bool(dot and chapter) and place.isdigit()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tags that look like a clause and are none, also where markers are not strict."""
    for item in items:
        for marker in item.iter_markers():
            if _is_clause(marker.name) and marker.name not in seen.CLAUSES:
                raise pytest.UsageError(f"{item.nodeid}: there is no clause {marker.name!r}")


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Any, scenario: Any) -> None:
    """Remember what the scenario that begins carries, wherever its tags stand."""
    from pytest_bdd.scenario import scenario_wrapper_template_registry

    item = request.node
    template = scenario_wrapper_template_registry.get(item.obj, scenario)
    carried = sorted({marker.name for marker in item.iter_markers() if marker.name in seen.CLAUSES})
    features = item.config.stash[_TALLY].features
    if template is None:
        return
    try:
        name = _name(features, feature.filename, template.name)
    except ValueError:
        return  # a feature that lies elsewhere is no spec of this project
    item.user_properties.append((_KEY, [name, carried]))


def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """What was declined at the very end and no sentence expects fails the scenario."""
    if request.node.config is not None and "world" in request.node.funcargs:
        request.node.funcargs["world"].heed()


class _Hear:
    """Hears reports for one configuration."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.config.stash[_TALLY].note(report)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin to count; the workers of a distributed run do not."""
    if not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(_Hear(session.config), "pmcore-tally")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Compare, or write; a partial run does neither."""
    config = session.config
    place = str(config.getini("spec_evidence"))
    tally = config.stash[_TALLY]
    if hasattr(config, "workerinput") or not place or not tally.features.is_dir():
        return
    writes = config.getoption("--write-evidence")
    lines, failed = _judge(tally, config.rootpath / place, place, writes=bool(writes))
    config.stash[_LINES] = lines
    if failed:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _judge(tally: Tally, path: Path, place: str, *, writes: bool) -> tuple[list[str], bool]:
    """What to say of the evidence after a run, and whether that fails it."""
    if not tally.complete():
        return ([f"{place} is not written: not every scenario was run"], True) if writes else ([], False)
    if doubles := tally.doubles():
        return [f"twice in one file, only the last is run: {name}" for name in doubles], True
    if not writes:
        lines = list(differences(tally.evidence(), _read(path)))
        return ([*lines, f"{place} is not what this run showed; make specs writes it anew"], True) if lines else ([], False)
    if tally.failed:
        return [f"{place} is not written: {len(tally.failed)} scenarios failed"], True
    path.write_text(json.dumps(tally.evidence(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [f"{place} is written"], False


_LINES = pytest.StashKey[list[str]]()


def _read(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"scenarios": {}, "features": {}}
    return told


def differences(shown: dict[str, Any], kept: dict[str, Any]) -> Iterator[str]:
    """What a run showed against what is kept, a line each."""
    for clause in sorted({*shown["scenarios"], *kept.get("scenarios", {})}):
        now, before = set(shown["scenarios"].get(clause, ())), set(kept.get("scenarios", {}).get(clause, ()))
        for name in sorted(now - before):
            yield f"+ {clause}: {name}"
        for name in sorted(before - now):
            yield f"- {clause}: {name}"
    for file in sorted({*shown["features"], *kept.get("features", {})}):
        if shown["features"].get(file) != kept.get("features", {}).get(file):
            yield f"~ {file}"


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what differs."""
    lines = config.stash.get(_LINES, [])
    if lines:
        terminalreporter.section("evidence of the specs")
        for line in lines:
            terminalreporter.write_line(line)
