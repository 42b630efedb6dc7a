"""``completion bash|zsh|fish``: the script that a shell reads to complete this program's lines."""

from __future__ import annotations

import click

from .errors import Stop
from .grammar import Command
from .options import argument
from .session import current
from .shells import SHELLS, script
from .words import _

__all__ = ["completion"]

ONCE = (
    """echo 'eval "$(pmdesk completion bash)"' >> ~/.bashrc""",
    """echo 'eval "$(pmdesk completion zsh)"' >> ~/.zshrc""",
    "echo 'pmdesk completion fish | source' >> ~/.config/fish/config.fish",
)
"""What is typed once, in bash, zsh or fish."""


def completion() -> click.Command:
    """``completion bash|zsh|fish``."""

    def run(shell: str | None) -> None:
        if shell not in SHELLS:
            raise Stop(_("Say which shell: {shells}", shells=", ".join(SHELLS)), field="shell")
        current().out.say(script(shell), end="")

    text = "\n".join(
        (_("Prints the script that makes TAB complete. One line switches it on, in every shell opened from then on:"), *ONCE)
    )
    return Command("completion", params=[argument("shell", "|".join(SHELLS), "choice", *SHELLS)], callback=run, help=text)
