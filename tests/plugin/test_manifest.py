"""The cached manifest and the catalogue that loads by it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pmcore.model.messages import Msg
from pmcore.plugin import manifest
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.describing import manifest_of
from pmcore.plugin.discovery import full_catalogue
from pmcore.plugin.lazy import LazyCatalogue

ROOT = Path(__file__).parents[2]
CHAPTER = '''
"""A stranger's chapter: a register of its own, a rule on another's step, a field added to it."""

from __future__ import annotations

from pmcore import ASSISTANT, Code, Register, Step, hookimpl, rule, warn
from pmcore.registers.unit import AddUnit
from pmcore.model.messages import messages

_ = messages("lockers")

locker = Register("lockers.locker", title="Lockers", number="LK{seq:04}")
(GIVEN,) = locker.states("given")


class Open(Step, register=locker, by=ASSISTANT, to=GIVEN, name="open"):
    """Give a locker out."""

    code: Code


@rule(AddUnit, clause="all.1")
def unit_noted(step, facts):
    """Says something of every unit."""
    yield warn(_("noted"))


@hookimpl
def pmcore_fields(steps):
    return [(steps["unit.add"], "colour", Code)]
'''


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """An environment in which a stranger's plugin is installed beside ours, with a cache of its own."""
    place = tmp_path / "strangers"
    told = place / "lockers-1.2.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: lockers\nVersion: 1.2\n")
    (told / "entry_points.txt").write_text("[pmcore]\nlockers = lockers\n")
    (place / "lockers.py").write_text(CHAPTER)
    paths = [str(place), *(str(ROOT / name) for name in ("src", "plugins", "frontends"))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "XDG_CACHE_HOME": str(tmp_path / "cache")}


def run(env: dict[str, str], code: str, *how: str) -> str:
    """What a Python started for it prints."""
    done = subprocess.run([sys.executable, *(how or ("-c",)), code], env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


ASK = """
import os
from pmcore.plugin import manifest
told = manifest.load_manifest()
print(os.stat(manifest.cache_file()).st_mtime_ns, *told["plugins"])
"""


def test_a_plugin_is_in_the_manifest_and_the_manifest_is_kept(installed: dict[str, str]) -> None:
    """The second start reads the file that the first one wrote."""
    first, second = run(installed, ASK), run(installed, ASK)

    assert first.split()[1:] == ["core", *(name for name in first.split()[1:] if name not in ("core", "lockers")), "lockers"]
    assert second == first


def test_two_ways_to_start_do_not_evict_each_other(installed: dict[str, str], tmp_path: Path) -> None:
    """``-c`` from here, and a script that lies elsewhere, have another ``sys.path[0]`` and the same manifest."""
    script = tmp_path / "elsewhere" / "start.py"
    script.parent.mkdir()
    script.write_text(ASK)
    first = run(installed, ASK)
    done = subprocess.run(
        [sys.executable, str(script)], env=installed, cwd=script.parent, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == first
    assert run(installed, ASK) == first
    assert len(list(Path(installed["XDG_CACHE_HOME"], "pmdesk").iterdir())) == 1


def test_a_changed_source_makes_it_anew(installed: dict[str, str]) -> None:
    """What was edited is seen at the next start."""
    run(installed, ASK)
    source = Path(installed["PYTHONPATH"].split(os.pathsep)[0], "lockers.py")
    source.write_text(CHAPTER.replace('title="Lockers"', 'title="Lockers by the door"'))
    ask = "from pmcore.plugin import manifest; print(manifest.load_manifest()['registers']['lockers.locker']['title']['en'])"

    assert run(installed, ask) == "Lockers by the door"


def test_a_changed_words_file_makes_it_anew(installed: dict[str, str]) -> None:
    """A word that was edited, and a first one, are seen at the next start."""
    place = Path(installed["PYTHONPATH"].split(os.pathsep)[0])
    (place / "lockers").mkdir()
    (place / "lockers.py").rename(place / "lockers" / "__init__.py")
    ask = "from pmcore.plugin import manifest; print(ascii(manifest.load_manifest()['registers']['lockers.locker']['title']['zh']))"
    seen = [run(installed, ask)]
    for word in ("柜", "寄存柜"):
        (place / "lockers" / "lockers.zh.toml").write_text(f'["lockers.locker"]\n"Lockers" = "{word}"\n', encoding="utf-8")
        seen.append(run(installed, ask))

    assert seen == [ascii("Lockers"), ascii("柜"), ascii("寄存柜")]


def test_a_plugin_that_goes_is_gone(installed: dict[str, str]) -> None:
    """Uninstalling is seen at the next start."""
    run(installed, ASK)
    (Path(installed["PYTHONPATH"].split(os.pathsep)[0]) / "lockers-1.2.dist-info" / "entry_points.txt").unlink()
    (Path(installed["PYTHONPATH"].split(os.pathsep)[0]) / "lockers-1.2.dist-info" / "METADATA").unlink()
    (Path(installed["PYTHONPATH"].split(os.pathsep)[0]) / "lockers-1.2.dist-info").rmdir()

    assert "lockers" not in run(installed, ASK).split()


def test_a_home_that_cannot_be_written_to_is_only_slower(installed: dict[str, str], tmp_path: Path) -> None:
    """A file stands where the cache's folder should be; the manifest is made all the same."""
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    ask = "from pmcore.plugin import manifest; print('unit' in manifest.load_manifest()['registers'])"

    assert run({**installed, "XDG_CACHE_HOME": str(blocked)}, ask) == "True"


def test_a_cut_file_is_made_anew(installed: dict[str, str]) -> None:
    """Half a file, or somebody else's, is no manifest."""
    run(installed, ASK)
    (file,) = Path(installed["XDG_CACHE_HOME"], "pmdesk").iterdir()
    file.write_text(file.read_text(encoding="utf-8")[:100], encoding="utf-8")

    assert run(installed, ASK).split()[-1] == "lockers"


def test_a_broken_plugin_is_named_and_nothing_else_suffers(installed: dict[str, str]) -> None:
    """It stands under failures, with the sentence that says why."""
    Path(installed["PYTHONPATH"].split(os.pathsep)[0], "lockers.py").write_text("import nonsense_that_is_not_there\n")
    ask = """
import json
from pmcore.plugin import manifest
told = manifest.load_manifest()
print(json.dumps([list(told["failures"]), "unit" in told["registers"]]))
"""

    assert json.loads(run(installed, ask)) == [["lockers"], True]


SAME = """
import json
from pmcore.plugin import manifest
from pmcore.plugin.discovery import full_catalogue
full, told = full_catalogue(), manifest.load_manifest()
bad = []
for register, steps in full.steps.items():
    for name, step in steps.items():
        lazy = manifest.load_catalogue(told)
        mine = lazy.find_step(register, name)
        if mine is not step: bad.append([register, name, "class"])
        if [b.name for b in lazy.rules_of(mine)] != [b.name for b in full.rules_of(step)]: bad.append([register, name, "rules"])
        if list(lazy.extras_of(mine)) != list(full.extras_of(step)): bad.append([register, name, "extras"])
        if list(lazy.steps_of(register)) != list(full.steps_of(register)): bad.append([register, name, "steps"])
        heard = [[r[1].name for m in step.__step__.marks for r in one.reactions_of(m)] for one in (lazy, full)]
        if heard[0] != heard[1]: bad.append([register, name, "reactions"])
lazy = manifest.load_catalogue(told)
for register, steps in reversed(list(full.steps.items())):
    for name in steps: list(lazy.rules_of(lazy.find_step(register, name)))
for table in ("registers", "plugins", "standards", "quotas", "reports"):
    if list(getattr(lazy, table)) != list(getattr(full, table)): bad.append([table])
if lazy.judges() != full.judges(): bad.append(["judges"])
print(json.dumps(bad))
"""


def test_the_lazy_catalogue_judges_as_the_full_one(installed: dict[str, str]) -> None:
    """For every step: the same class, rules, added fields and reactions, in the same order; then the same tables."""
    assert json.loads(run(installed, SAME)) == []


def test_a_step_imports_what_it_needs_and_no_more(installed: dict[str, str]) -> None:
    """A staff step leaves the stranger's module alone; a unit step, which it judges, loads it."""
    ask = """
import sys
from pmcore.plugin import manifest
manifest.load_manifest()
"""
    run(installed, ask)
    ask = """
import sys
from pmcore.plugin import manifest
lazy = manifest.load_catalogue()
lazy.find_step("staff", "engage"); print("lockers" in sys.modules)
list(lazy.rules_of(lazy.find_step("unit", "add"))); print("lockers" in sys.modules)
"""
    assert run(installed, ask).split() == ["False", "True"]


def test_a_module_that_breaks_after_the_manifest_was_made_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """It changed under our feet: named, and its register is not there."""
    told = manifest_of(full_catalogue())
    told["plugins"]["ghost"] = {"module": "no_such_module_at_all", "version": "1", "api": "1"}
    told["registers"]["ghost"] = {**told["registers"]["unit"], "plugins": ["ghost"]}
    lazy = LazyCatalogue(told)

    assert lazy.find_step("ghost", "add") is None
    assert list(lazy.failures) == ["ghost"]
    assert isinstance(lazy.failures["ghost"], Msg)


def test_every_field_of_every_step_is_told(installed: dict[str, str]) -> None:
    """What a command line, a schema and the documentation show comes from the declarations, computed fields too."""
    full: Catalogue = full_catalogue()
    told = manifest_of(full)

    assert {
        (register, name): [field["name"] for field in step.get("fields", ()) if not field.get("x")]
        for register, one in told["registers"].items()
        for name, step in one["steps"].items()
    } == {(register, name): list(step.__step__.fields) for register, steps in full.steps.items() for name, step in steps.items()}


def test_the_stamp_knows_nothing_of_how_it_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another first place on the path is the same stamp."""
    before = manifest.stamp_of([__file__])
    monkeypatch.setattr(sys, "path", ["/somewhere/site-packages", *sys.path[1:]])

    assert manifest.stamp_of([__file__]) == before
