"""The sentences of specs, and what counts as evidence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

INI = "[pytest]\nbdd_features_base_dir = specs\nspec_evidence = evidence.json\n"
CONFTEST = """
import pytest

pytest_plugins = ["pmcore.testing.sentences"]


@pytest.fixture(scope="session")
def plugins():
    return {}
"""
TESTS = 'from pytest_bdd import scenarios\n\nscenarios(".")\n'
STAFF = """
    Given the staff
      | code | roles      |
      | lj   | assistant  |
      | zg   | supervisor |
"""


class Project:
    """A project of somebody's with specs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "specs").mkdir()
        for name, text in (("pytest.ini", INI), ("conftest.py", CONFTEST), ("test_specs.py", TESTS)):
            (root / name).write_text(text, encoding="utf-8")

    def spec(self, text: str, name: str = "a.feature") -> None:
        """Write a feature file."""
        (self.root / "specs" / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run its tests, with this process's modules in reach."""
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    @property
    def evidence(self) -> Any:
        """What was written; None where nothing was."""
        path = self.root / "evidence.json"
        return json.loads(path.read_text("utf-8"))["scenarios"] if path.exists() else None


def feature(*scenarios: str) -> str:
    """A feature with the staff as its background."""
    return "Feature: it\n\n  Background:\n" + STAFF + "\n".join(scenarios)


ADDS = """
  @all.1
  Scenario: A unit is entered
    When lj takes "add" in "unit":
      | code    | use  | area |
      | 1-2-301 | home | 98.5 |
    Then it is recorded
    And the number is "FH00001"
"""
BREAKS = """
  @all.2
  Scenario: It does not hold
    When lj takes "add" in "unit"
      | code    | use  | area |
      | 1-2-301 | home | 98.5 |
    Then it is refused under "all.1"
"""


def test_tags_count_wherever_they_stand(tmp_path: Path) -> None:
    """Tags of a feature, a rule, a scenario and an example carry; a scenario without any carries nothing."""
    project = Project(tmp_path)
    project.spec(
        """# language: zh-CN
@all.1
功能: 甲

  @all.2
  规则: 乙

    @all.3
    场景大纲: 丙<数>
      假如 现在是"2026-07-0<数> 09:00"

      @all.4
      例子:
        | 数 |
        | 1  |
        | 2  |
"""
    )
    project.spec(
        "Feature: b\n\n  Scenario: bare\n    Given it is '2026-07-01'\n".replace("'", '"').replace('01"', '01 09:00"'), "b.feature"
    )

    done = project.run("--write-evidence")

    assert done.returncode == 0, done.stdout
    assert project.evidence == {f"all.{place}": ["a.feature: 丙<数>"] for place in (1, 2, 3, 4)}


def test_a_failing_scenario_is_no_evidence(tmp_path: Path) -> None:
    """Nothing is written while a scenario fails; the one that passes is what a comparison sees."""
    project = Project(tmp_path)
    project.spec(feature(ADDS, BREAKS))

    assert (project.run("--write-evidence").returncode, project.evidence) == (1, None)
    told = project.run().stdout
    assert "+ all.1: a.feature: A unit is entered" in told
    assert "+ all.2" not in told


def test_stale_evidence_fails_a_complete_run(tmp_path: Path) -> None:
    """Another tag, or another word in a feature file, wants the evidence written anew; a partial run does not judge."""
    project = Project(tmp_path)
    project.spec(feature(ADDS, BREAKS.replace('refused under "all.1"', "recorded")))
    written = project.run("--write-evidence")
    fresh = project.run()
    project.spec(feature(ADDS, BREAKS.replace('refused under "all.1"', "recorded").replace("@all.2", "@all.3")))

    assert (written.returncode, fresh.returncode) == (0, 0)
    assert project.run("-k", "entered").returncode == 0
    assert project.run("-k", "entered", "--write-evidence").returncode == 1
    stale = project.run()
    assert stale.returncode == 1
    assert "- all.2: a.feature: It does not hold" in stale.stdout


def test_a_misspelt_clause_is_an_error(tmp_path: Path) -> None:
    """As a tag, and in a sentence, which lists those of the chapter."""
    project = Project(tmp_path)
    project.spec(feature(ADDS.replace("@all.1", "@all.9")))
    tag = project.run()
    project.spec(feature(ADDS.replace("it is recorded", 'it is refused under "all.9"').replace("area |", "area | time |").replace(
        "98.5 |", "98.5 | 2027-01-01 09:00 |").replace("time", "at")))  # fmt: skip
    sentence = project.run()

    assert tag.returncode != 0
    assert "there is no clause 'all.9'" in tag.stdout + tag.stderr
    assert "there is no clause 'all.9'; there are: all.1, all.2, all.3, all.4" in sentence.stdout


def test_unknown_names_list_the_known_ones(tmp_path: Path) -> None:
    """A head, a step, a register or a person that is none is an error, not a refusal."""
    wrongs = {
        ("| code    |", "| cood    |"): "there is no field of unit add 'cood'; there are: code/",
        ('"add"', '"ad"'): "there is no step in unit 'ad'; there are: add/",
        ('in "unit"', 'in "units of it"'): "there is no register 'units of it'; there are: ",
        ("lj takes", "li takes"): "there is no staff 'li' in this scenario; there are: lj, zg",
    }
    project = Project(tmp_path)
    project.spec(feature(*(ADDS.replace(*wrong).replace("entered", f"wrong {place}") for place, wrong in enumerate(wrongs))))

    done = project.run()

    assert "4 failed" in done.stdout
    assert [told for told in wrongs.values() if told not in done.stdout] == []


def test_what_is_declined_unnoticed_fails(tmp_path: Path) -> None:
    """A step that was declined, and no sentence asks about it, fails the scenario at the next sentence or at its end."""
    project = Project(tmp_path)
    project.spec(
        feature(
            ADDS.replace("    Then it is recorded\n", "").replace('    And the number is "FH00001"\n', "").replace("home", "castle")
        )
    )

    done = project.run()

    assert done.returncode == 1
    assert "the step before did not pass" in done.stdout


def test_examples_fill_what_is_given_and_not_what_is_done(tmp_path: Path) -> None:
    """Mandatory blanks that a table of forms does not name get an example; in a step that somebody takes they are missing."""
    project = Project(tmp_path)
    project.spec(feature("""
  Scenario: given
    Given there are "tenure"
      | starts     |
      | 2026-07-01 |
    Then there is 1 "unit"
    And there is 1 "customer"

  Scenario: done
    When lj takes "add" in "unit"
      | code |
      | A1   |
    Then it is invalid in "area"
"""))  # fmt: skip

    assert project.run().returncode == 1  # no evidence yet
    assert project.run("--write-evidence").returncode == 0


def test_a_name_used_twice_is_told(tmp_path: Path) -> None:
    """pytest-bdd runs only the last of two scenarios with one name; the complete run says so."""
    project = Project(tmp_path)
    project.spec(feature(ADDS, ADDS))

    done = project.run()

    assert done.returncode == 1
    assert "only the last is run: a.feature: A unit is entered" in done.stdout


ROLES = """
    Given the staff
      | code | roles           |
      | lj   | assistant       |
      | zg   | supervisor      |
      | sy   | cashier         |
      | xm   | project-manager |
    And there are "charge"
      | kind  | amount |
      | water | 30     |
"""
WAIVES = """
    When zg takes "waive" in "charge"
      | reason |
      | ill    |
    Then it needs approval by "project-manager" under "all.4"
    When zg asks for approval, because "ill"
    And xm takes "grant" in "approval"
    And zg uses the approval
"""


def test_an_approval_is_asked_for_granted_and_used_once(tmp_path: Path) -> None:
    """The step tried last is what is asked for; what is granted is used, and a second time is refused."""
    project = Project(tmp_path)
    project.spec("Feature: it\n\n  Scenario: used\n" + ROLES + WAIVES + """
    Then it is recorded
    And "charge" is in the state "waived"
    And nothing is owed in "approval"
    When zg uses the approval
    Then it is refused under "all.1"
""")  # fmt: skip

    assert project.run("--write-evidence").returncode == 0
    project.spec("Feature: it\n\n  Scenario: never granted\n" + ROLES + WAIVES.replace('And xm takes "grant" in "approval"', ""))
    assert "only what is granted can be used" in project.run().stdout


PAYS = """
    When sy takes "raise" in "charge"
      | kind  | amount |
      | water | 30     |
"""


def test_who_types_the_right_pin_signs_with_it(tmp_path: Path) -> None:
    """Where a role signs with a PIN, it is refused without and after a wrong one, and passes after the right one."""
    project = Project(tmp_path)
    begins = "Feature: it\n\n  Scenario: pin\n" + ROLES + """
    Given the standard "desk.pin_roles" is "cashier" from "2026-07-01"
    And the PIN of sy is "2580"
"""  # fmt: skip
    refused = PAYS + '    Then it is refused under "all.1"\n'
    wrong = '    When sy types the PIN "0000"\n    Then it is refused\n'
    right = '    When sy types the PIN "2580"\n'
    project.spec(begins + refused + wrong + refused + right + PAYS + "    Then it is recorded\n")

    assert project.run("--write-evidence").returncode == 0
    project.spec(begins + PAYS)
    assert "the step before did not pass" in project.run().stdout


def test_a_real_book_and_a_clock_that_was_set(tmp_path: Path) -> None:
    """A real book wants its clock confirmed after a pause, a training one does not; no book takes a clock far behind."""
    project = Project(tmp_path)
    real = "    Given the book is a real one\n"
    later = '    When it becomes "2026-09-01 09:00"\n'
    busy = PAYS + '    Then the outcome is "busy"\n'
    project.spec(
        "Feature: it\n\n  Scenario: real\n" + real + ROLES + later + busy
        + "\n  Scenario: training\n" + ROLES + later + PAYS
        + "\n  Scenario: set back\n" + ROLES + '    When the clock is set to "2026-07-01 08:54"\n' + busy
    )  # fmt: skip

    assert project.run("--write-evidence").returncode == 0
    project.spec("Feature: it\n\n  Scenario: too late to say\n" + ROLES + real)
    assert "say first that it is a real one" in project.run().stdout


def test_a_chapter_that_is_not_there_is_said_first(tmp_path: Path) -> None:
    """Without a plugin its registers are unknown; one that nobody has, or said too late, is an error."""
    project = Project(tmp_path)
    (project.root / "conftest.py").write_text(
        CONFTEST.replace("return {}", 'return {"followup": ("pmplugins.followup", "1")}'), encoding="utf-8"
    )
    gone = '    Given "followup" is not installed\n'
    there = '    Then there are 0 "followup"\n'
    project.spec("Feature: it\n\n  Scenario: here\n" + there + "\n  Scenario: gone\n" + gone + there
        + "\n  Scenario: late\n" + ROLES + gone + "\n  Scenario: strange\n" + gone.replace("followup", "follow"))  # fmt: skip

    told = project.run().stdout

    assert "1 passed" in told
    assert "there is no register 'followup'" in told
    assert "say first which chapters are not installed" in told
    assert "there is no plugin 'follow'" in told
