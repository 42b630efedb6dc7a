"""Canonical JSON, digests and proofs: the same bytes for the same facts, with any JSON library."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

__all__ = ["canonical", "compact", "digest", "nfc", "proof_of", "sealed"]

_NUMBER_WITH_POINT = re.compile(r"[\[,:]-?[0-9]+[.e](?![0-9]+Z)").search  # the seconds of a moment are no number
_PROOF_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I L O U: read out over the telephone


def _compact() -> Callable[[Any], str]:
    """``JSONEncoder.encode`` with its C part made once; ``json`` makes it anew for every text, at half of the cost."""
    encoder = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    made = getattr(json.encoder, "c_make_encoder", None)
    if made is None:
        return encoder.encode
    parts = made(None, encoder.default, json.encoder.encode_basestring, None, ":", ",", True, False, False)
    return lambda value: "".join(parts(value, 0))


compact = _compact()
"""JSON with sorted keys and no blanks."""


def canonical(value: Any) -> str:
    """Sorted keys, no blanks, NFC text, whole numbers only. Raises TypeError for a float."""
    text = compact(value)
    if _NUMBER_WITH_POINT(text) or not (text.isascii() or unicodedata.is_normalized("NFC", text)) or isinstance(value, float):
        return compact(nfc(value))
    return text  # no float can be in it, and its texts are in NFC as they stand


def nfc(value: Any) -> Any:
    """``value`` with every text in NFC and nothing that JSON libraries write differently."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {nfc(key): nfc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [nfc(item) for item in value]
    if isinstance(value, float):
        raise TypeError("no floats in the journal: use whole numbers of the smallest unit")
    return value


def digest(text: str) -> str:
    """SHA-256 of ``text`` in UTF-8, as hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(value: Any, salt: str) -> str:
    """The salted digest that stands in the chain for a personal value; 128 bits are enough with a salt of 128 bits."""
    return digest(salt + "\n" + canonical(value))[:32]


def proof_of(entry_hash: str) -> str:
    """The short code of an entry that a paper slip bears: ``Y7AH-P0E5`` (40 bits of its hash)."""
    bits = int(entry_hash[:10], 16)
    letters = [_PROOF_LETTERS[(bits >> shift) & 31] for shift in range(35, -1, -5)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])
