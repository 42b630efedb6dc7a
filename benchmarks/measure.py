"""Measuring: medians of interleaved runs for the wall, cachegrind for instructions."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .cases import CASES, COMMANDS

__all__ = ["command_instructions", "command_wall", "instructions", "wall"]

AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What is run is compiled once, not at every start."""


def wall(names: list[str], count: int, rounds: int) -> dict[str, float]:
    """Seconds a turn of each case, the median of rounds that take turns, so that load hits all alike."""
    with tempfile.TemporaryDirectory(prefix="bench", dir=os.environ.get("BENCH_DIR")) as folder:
        runs = {}
        for place, name in enumerate(names):
            home = Path(folder) / str(place)
            home.mkdir()
            runs[name] = CASES[name](home)
        seen: dict[str, list[float]] = {name: [] for name in names}
        for _round in range(rounds):
            for name in names:
                began = time.perf_counter()
                runs[name](count)
                seen[name].append((time.perf_counter() - began) / count)
    return {name: statistics.median(times) for name, times in seen.items()}


def instructions(name: str, count: int) -> float | None:
    """User instructions a turn: the difference of two runs of different length, so that start-up falls out."""
    if shutil.which("valgrind") is None:
        return None
    few, many = (
        _counted([sys.executable, "-m", "benchmarks.once", name, str(count)]),
        _counted([sys.executable, "-m", "benchmarks.once", name, str(3 * count)]),
    )
    return (many - few) / (2 * count)


def _counted(command: list[str]) -> int:
    told = subprocess.run(
        ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *command],
        env={**AS_INSTALLED, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"I\s+refs:\s+([\d,]+)", told.stderr)
    assert found is not None, told.stderr
    return int(found[1].replace(",", ""))


def command_wall(names: list[str], rounds: int) -> dict[str, float]:
    """Seconds of each command, interleaved medians."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        commands = {name: COMMANDS[name](Path(folder)) for name in names}
        for command in commands.values():
            subprocess.run(command, check=True, capture_output=True, env=AS_INSTALLED)
        seen: dict[str, list[float]] = {name: [] for name in names}
        for _round in range(rounds):
            for name, command in commands.items():
                began = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True, env=AS_INSTALLED)
                seen[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in seen.items()}


def command_instructions(names: list[str]) -> dict[str, float]:
    """Instructions of each command, from start to end."""
    if shutil.which("valgrind") is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        commands = {name: COMMANDS[name](Path(folder)) for name in names}
        for command in commands.values():
            subprocess.run(command, check=True, capture_output=True, env=AS_INSTALLED)
        return {name: float(_counted(command)) for name, command in commands.items()}
