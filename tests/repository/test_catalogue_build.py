"""The build of the message catalogues, and what a wheel carries."""

from __future__ import annotations

import gettext
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(root: Path, name: str, body: str, package: str = "plugins/pmplugins") -> Path:
    """A ``.po`` file of a package below ``root``."""
    path = root / package / "locale" / "zh_CN" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def words(root: Path, name: str, body: str) -> Path:
    """A words file of the chapters' package below ``root``."""
    path = root / "plugins" / "pmplugins" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")
    return path


def build(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the script as ``make check`` does, for another root."""
    return subprocess.run(
        [sys.executable, str(ROOT / "hatch_build.py"), str(root)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def compiled(root: Path, package: str = "plugins/pmplugins") -> Path:
    """Where a package's one ``.mo`` file is."""
    return root / package / "locale" / "zh_CN" / "LC_MESSAGES" / f"{Path(package).name}.mo"


def test_all_files_of_a_package_become_one(tmp_path: Path) -> None:
    """Every ``.po`` is in the ``.mo`` of its package, by context; fuzzy and empty translations are left out."""
    write(tmp_path, "parking.po", 'msgid "Rent"\nmsgstr "租"\n\n#, fuzzy\nmsgid "Plate"\nmsgstr "盘子"\n')
    write(tmp_path, "key.po", 'msgctxt "key"\nmsgid "Rent"\nmsgstr "借"\n\nmsgid "Card"\nmsgstr ""\n')
    write(tmp_path, "core.po", 'msgid "Unit"\nmsgstr "房号"\n', "src/pmcore")

    done = build(tmp_path)
    with compiled(tmp_path).open("rb") as file:
        words = gettext.GNUTranslations(file)
    with compiled(tmp_path, "src/pmcore").open("rb") as file:
        core = gettext.GNUTranslations(file)

    assert (done.returncode, done.stdout) == (0, "2 catalogues compiled\n")
    assert (words.gettext("Rent"), words.pgettext("key", "Rent")) == ("租", "借")
    assert (words.gettext("Plate"), words.gettext("Card"), words.gettext("Unit")) == ("Plate", "Card", "Unit")
    assert core.gettext("Unit") == "房号"


def test_words_files_are_compiled_with_the_rest(tmp_path: Path) -> None:
    """A words file beside a module, or inside a package, is in the same ``.mo``, which says so in its head."""
    words(tmp_path, "key.zh.toml", '[key]\n_ = "钥匙"\nlent = "借出"\nreturned = ""\n')
    words(tmp_path, "parking/parking.zh.toml", '[sentences]\n"Rent" = "租"\n')
    write(tmp_path, "more.po", 'msgid "Card"\nmsgstr "卡"\n')

    done = build(tmp_path)
    with compiled(tmp_path).open("rb") as file:
        told = gettext.GNUTranslations(file)

    assert (done.returncode, done.stdout) == (0, "1 catalogues compiled\n")
    assert (told.pgettext("register", "Key"), told.pgettext("key", "Lent"), told.pgettext("key", "Returned")) == (
        "钥匙",
        "借出",
        "Returned",
    )
    assert (told.gettext("Rent"), told.gettext("Card")) == ("租", "卡")
    assert told.info()["project-id-version"].startswith("with words files")


def test_a_words_file_and_a_catalogue_agree(tmp_path: Path) -> None:
    """They are sources of one kind: a message that both translate differently stops the build."""
    first = words(tmp_path, "key.zh.toml", '[sentences]\n"Rent" = "租"\n')
    second = write(tmp_path, "a.po", 'msgid "Rent"\nmsgstr "租金"\n')

    done = build(tmp_path)

    assert done.returncode == 1
    assert [path for path in (first, second) if str(path) not in done.stderr] == []


def test_a_broken_words_file_is_named(tmp_path: Path) -> None:
    """A file that is no TOML stops the build with its name and the line, not with a traceback."""
    broken = words(tmp_path, "key.zh.toml", "[key]\nlent = 借出\n")

    done = build(tmp_path)

    assert done.returncode == 1
    assert done.stderr == f"{broken} cannot be read: Invalid value (at line 2, column 8)\n"


def test_a_clash_names_both_files(tmp_path: Path) -> None:
    """Two files that translate one message differently stop the build, and nothing is written."""
    first = write(tmp_path, "a.po", 'msgid "Rent"\nmsgstr "租"\n')
    second = write(tmp_path, "b.po", 'msgid "Rent"\nmsgstr "租金"\n')

    done = build(tmp_path)

    assert done.returncode == 1
    assert [path for path in (first, second) if str(path) not in done.stderr] == []
    assert not compiled(tmp_path).exists()


def test_a_clash_within_one_context_counts(tmp_path: Path) -> None:
    """A context tells messages apart only from those of other contexts."""
    write(tmp_path, "a.po", 'msgctxt "key"\nmsgid "Rent"\nmsgstr "租"\n')
    write(tmp_path, "b.po", 'msgctxt "key"\nmsgid "Rent"\nmsgstr "借"\n')

    assert build(tmp_path).returncode == 1


def test_the_same_translation_twice_is_fine(tmp_path: Path) -> None:
    """Two chapters may both translate a word, alike."""
    write(tmp_path, "a.po", 'msgid "Rent"\nmsgstr "租"\n')
    write(tmp_path, "b.po", 'msgid "Rent"\nmsgstr "租"\n')

    assert build(tmp_path).returncode == 0


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """A file that is no catalogue stops the build with its name, not with a traceback."""
    broken = write(tmp_path, "a.po", '<<<<<<< ours\nmsgid "Rent"\nmsgstr "租"\n')

    done = build(tmp_path)

    assert done.returncode == 1
    assert str(broken) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_build_is_the_same_bytes_again(tmp_path: Path) -> None:
    """The time of the build does not stand in a compiled catalogue."""
    write(tmp_path, "a.po", 'msgid "Rent"\nmsgstr "租"\n')

    build(tmp_path)
    first = compiled(tmp_path).read_bytes()
    build(tmp_path)

    assert compiled(tmp_path).read_bytes() == first
    assert b"Revision-Date: 1970-01-01" in first


def test_a_catalogue_without_source_goes_away(tmp_path: Path) -> None:
    """What was compiled from files that are gone is not left behind to be shipped."""
    source = write(tmp_path, "a.po", 'msgid "Rent"\nmsgstr "租"\n')
    build(tmp_path)
    source.unlink()
    build(tmp_path)

    assert not compiled(tmp_path).exists()
