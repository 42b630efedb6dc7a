"""The sentences about the book itself: approvals, PINs, the clock, a chapter that is not there, who signs."""

from __future__ import annotations

from pathlib import Path

from tests.testing.project import CONFTEST, Project

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


def test_every_role_tries_to_sign(tmp_path: Path) -> None:
    """The table of signatures says just who signs; one role too many or too few fails, and the true ones are told."""
    project = Project(tmp_path)
    table = """
    Then they are signed by
      | register | step  | roles                                     |
      | charge   | raise | cashier, assistant, supervisor            |
      | approval | ask   | staff                                     |
""".replace(", ", "、")  # fmt: skip
    project.spec("Feature: it\n\n  Scenario: signed\n" + ROLES + table)

    assert project.run("--write-evidence").returncode == 0
    for wrong in (table.replace("、assistant", ""), table.replace("supervisor", "supervisor、guard")):
        project.spec("Feature: it\n\n  Scenario: signed\n" + ROLES + wrong)
        assert "charge raise: assistant, cashier, supervisor" in project.run().stdout
