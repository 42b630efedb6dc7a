"""The reference is made from the declarations, and made again whenever they change."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from pmcore.plugin.discovery import full_catalogue

ROOT = Path(__file__).parents[2]


def test_the_reference_is_fresh() -> None:
    """Every page says what the declarations say today; ``make docs`` writes them."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)

    made = generate.pages(full_catalogue())

    assert {name: (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") for name in made} == made
