"""Where PINs come from: asked on the terminal, or read line by line from a descriptor; never from the line or the environment."""

from __future__ import annotations

import os
import sys
from typing import IO

from .errors import Stop
from .words import _

__all__ = ["Pins"]


class Pins:
    """The PINs of one call, in the order in which they are asked for. ``descriptor`` is what ``--pin-fd`` said, if anything."""

    def __init__(self, descriptor: str | None) -> None:
        if descriptor is not None and not (descriptor.isascii() and descriptor.isdigit()):
            raise Stop(_("--pin-fd is the number of an open descriptor, such as 3"), field="pin_fd")
        self.descriptor = descriptor
        self._lines: IO[str] | None = None

    @property
    def can_ask(self) -> bool:
        """Whether there is anybody, or anything, to answer."""
        return self.descriptor is not None or sys.stdin.isatty()

    def ask(self, prompt: str) -> str:
        """The next PIN."""
        if self.descriptor is None:
            from getpass import getpass

            return getpass(prompt)
        try:
            if self._lines is None:
                self._lines = os.fdopen(os.dup(int(self.descriptor)), encoding="utf-8")
            line = self._lines.readline()
        except (OSError, OverflowError, UnicodeDecodeError):
            raise Stop(
                _("--pin-fd: nothing can be read from descriptor {number}", number=self.descriptor), field="pin_fd"
            ) from None
        if not line:
            raise Stop(_("--pin-fd: there is no line for {prompt}", prompt=prompt.strip().rstrip(":：")), field="pin_fd")
        return line.rstrip("\r\n")

    def close(self) -> None:
        """Let go of the descriptor."""
        if self._lines is not None:
            self._lines.close()
            self._lines = None
