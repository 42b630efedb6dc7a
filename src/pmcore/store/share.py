"""Where a file must not lie: network shares, whose locks and syncs SQLite cannot trust."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .errors import NetworkShare

__all__ = ["network_kind", "refuse_share"]

_NETWORK = frozenset(
    {"afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.smbnetfs", "fuse.sshfs"}
    | {"glusterfs", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs"}
)
_MOUNTS = Path("/proc/mounts")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_kind(path: str, mounts: str, *, windows: bool = os.name == "nt") -> str | None:
    """The kind of network share that an absolute path lies on, by the text of ``/proc/mounts``; None on a local disk.

    On Windows a path that begins with two strokes names another machine.
    """
    if windows:
        plain = path.replace("/", "\\")
        remote = plain.startswith("\\\\") and (
            plain.upper().startswith("\\\\?\\UNC\\") or not plain.startswith(("\\\\?\\", "\\\\.\\"))
        )
        return "UNC" if remote else None
    longest, kind = "", None
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), parts[1]).rstrip("/")
        if (path == point or path.startswith(point + "/")) and len(point) >= len(longest):
            longest, kind = point, parts[2]  # of several on one point the last is the one seen
    return kind if kind in _NETWORK else None


def refuse_share(path: Path, mounts: str | None = None) -> None:
    """Raise NetworkShare where the file would lie on one. ``mounts`` is read from the machine where it is not given."""
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text("utf-8", errors="replace")
        except OSError:
            mounts = ""
    real = os.path.realpath(path) if os.name != "nt" else str(path.absolute())
    if (kind := network_kind(real, mounts)) is not None:
        raise NetworkShare(path=path, kind=kind)
