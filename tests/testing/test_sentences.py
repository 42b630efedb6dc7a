"""The sentences of specs, and what counts as evidence."""

from __future__ import annotations

from pathlib import Path

from tests.testing.project import Project, feature

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
