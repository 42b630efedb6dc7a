"""Network shares are known by their mounts or their names, and refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pmcore.store.errors import NetworkShare
from pmcore.store.share import network_kind, refuse_share

MOUNTS = r"""
/dev/vda / ext4 rw 0 0
files:/export /mnt/office nfs4 rw,relatime 0 0
//nas/desk /mnt/front\040desk cifs rw 0 0
li@host: /mnt/ssh fuse.sshfs rw 0 0
/dev/sdb /mnt/office/local ext4 rw 0 0
sandbox /mnt/sandbox 9p rw 0 0
tmpfs /mnt/twice tmpfs rw 0 0
nas:/x /mnt/twice nfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home-made/site.db", None),
        ("/mnt/office/site.db", "nfs4"),
        ("/mnt/office/local/site.db", None),
        ("/mnt/officer/site.db", None),
        ("/mnt/front desk/a/site.db", "cifs"),
        ("/mnt/ssh/site.db", "fuse.sshfs"),
        ("/mnt/sandbox/site.db", None),
        ("/mnt/twice/site.db", "nfs"),
    ],
)
def test_a_network_share_is_known_by_its_mount(path: str, kind: str | None) -> None:
    """The innermost mount counts, blanks in its name too; of two on one point the later."""
    assert network_kind(path, MOUNTS, windows=False) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("C:\\desk\\site.db", None),
        ("\\\\nas\\desk\\site.db", "UNC"),
        ("//nas/desk/site.db", "UNC"),
        ("\\\\?\\C:\\desk\\site.db", None),
        ("\\\\?\\UNC\\nas\\desk\\site.db", "UNC"),
    ],
)
def test_a_network_share_is_known_by_its_name_on_windows(path: str, kind: str | None) -> None:
    """Two strokes name another machine, unless they name a device of this one."""
    assert network_kind(path, "", windows=True) == kind


@pytest.mark.skipif(sys.platform == "win32", reason="mounts of another kind")
def test_a_network_share_is_refused(tmp_path: Path) -> None:
    """Also through a link that leads there."""
    mounts = f"nas:/x {tmp_path.resolve()}/share nfs rw 0 0\n"
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    for place in ("share", "link"):
        with pytest.raises(NetworkShare, match="nfs"):
            refuse_share(tmp_path / place / "site.db", mounts)
    refuse_share(tmp_path / "site.db", mounts)
