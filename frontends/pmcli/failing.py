"""Plugins that did not load: named on stderr each time, because their rules are missing."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from pmcore.model.messages import Msg
from pmcore.plugin.language import say

from .output import shown
from .words import _, lang

__all__ = ["tell_failures"]


def tell_failures(failures: Mapping[str, Mapping[str, Any]], told: set[str]) -> None:
    """One line each, as the manifest holds them; those that were ``told`` are not told again."""
    for name, why in failures.items():
        if name not in told:
            told.add(name)
            reason = say(Msg(why["text"], why["domain"], values=why["values"]), lang())
            sys.stderr.write(shown(_("The plugin {name} did not load: {reason}", name=name, reason=reason)) + "\n")
