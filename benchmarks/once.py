"""Run one case so many times; what cachegrind watches."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .cases import CASES

with tempfile.TemporaryDirectory(prefix="bench") as folder:
    CASES[sys.argv[1]](Path(folder))(int(sys.argv[2]))
