"""What every store asks of the entries of a batch: they follow the last one, without a gap and without a fork."""

from __future__ import annotations

from pmcore.model.book import Batch, Head

__all__ = ["check_entries"]


def check_entries(batch: Batch, site: str, head: Head | None) -> Head | None:
    """The head after the batch. Raises ValueError for an entry of another site or one that does not follow the last."""
    seq, prev = (head.seq, head.hash) if head else (0, None)
    for entry in batch.entries:
        if entry.site != site:
            raise ValueError(f"an entry of site {entry.site!r} in the book of {site!r}")
        if entry.seq != seq + 1:
            raise ValueError(f"entry {entry.seq} does not follow {seq}")
        if prev is not None and entry.prev != prev:
            raise ValueError(f"entry {entry.seq} does not bear the hash of the one before")
        seq, prev = entry.seq, entry.hash
    return Head(seq, batch.entries[-1].hash, batch.entries[-1].written) if batch.entries else head
