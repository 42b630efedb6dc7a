"""A terminal to type at: a program of its own behind a pseudo terminal, keys pressed, the screen read until something is seen."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence

__all__ = ["Terminal"]


class Terminal:
    """A program at a terminal of 80 columns."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.keys, screen = pty.openpty()
        fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))

        def take() -> None:
            """Make it the terminal that Ctrl-C comes from; who runs in the background was told to ignore that."""
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.program = subprocess.Popen(
            command,
            stdin=screen,
            stdout=screen,
            stderr=screen,
            env={**environ, "TERM": "xterm"},
            start_new_session=True,
            preexec_fn=take,
        )
        os.close(screen)
        self.seen = b""

    def type(self, keys: str) -> None:
        """Press keys; a carriage return is Enter."""
        os.write(self.keys, keys.encode())

    def until(self, text: str, seconds: float = 60) -> str:
        """What is seen from now on, until this is; the test fails where it does not come."""
        end = time.monotonic() + seconds
        while text.encode() not in self.seen:
            if not select.select([self.keys], [], [], max(end - time.monotonic(), 0))[0]:
                raise AssertionError(f"{text!r} was not seen, but {self.seen.decode(errors='replace')!r}")
            if not (more := self._read()):
                raise AssertionError(f"{text!r} was not seen before the end, but {self.seen.decode(errors='replace')!r}")
            self.seen += more
        before, found, self.seen = self.seen.partition(text.encode())
        return (before + found).decode(errors="replace")

    def end(self, seconds: float = 60) -> tuple[int, str]:
        """The exit code, and what was seen last; the test fails where it does not end."""
        end = time.monotonic() + seconds
        while select.select([self.keys], [], [], max(end - time.monotonic(), 0))[0] and (more := self._read()):
            self.seen += more
        try:
            return self.program.wait(max(end - time.monotonic(), 0.1)), self.seen.decode(errors="replace")
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it did not end, but {self.seen.decode(errors='replace')!r}") from None

    def insist(self, key: str) -> tuple[int, str]:
        """Press a key until it ends, then as ``end``. A Ctrl-C that comes in the moment in which readline draws its prompt is
        looked at by Python only with the next key.
        """
        for _time in range(20):
            self.type(key)
            try:
                return self.end(1)
            except AssertionError:
                continue
        return self.end()

    def hang_up(self) -> None:
        """Leave, whether or not it has ended."""
        self.program.kill()
        self.program.wait()
        os.close(self.keys)

    def _read(self) -> bytes:
        try:
            return os.read(self.keys, 65536)
        except OSError:  # nobody is left at the other end
            return b""
