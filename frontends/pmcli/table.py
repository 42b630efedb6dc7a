"""The commands that do not come from a register: one line each, the module is imported when the command is used."""

from __future__ import annotations

__all__ = ["EXTRA", "HIDDEN", "TOP", "UNIVERSAL"]


def _(text: str) -> str:
    """Marks a text for the catalogue; it is put into words when the help is shown."""
    return text


Place = tuple[str, str]

TOP: dict[str, Place] = {
    "init": ("founding:init", _("Found the book of a site")),
    "demo": ("founding:demo", _("Make a training site with lived-in data")),
    "today": ("today:today", _("What is still to do, and what is late")),
    "find": ("finding:find", _("Forms by name, initials, telephone, plate, unit or number")),
    "show": ("lists:show_any", _("One form by its number, whatever the register")),
    "card": ("card:card", _("A unit: people, money, what is open, held and owed")),
    "print": ("finding:print_form", _("A form as text of 80 columns; every print is counted")),
    "why": ("lists:why", _("The facts, rules and arithmetic behind a form")),
    "report": ("reports:report", _("Tables over a period")),
    "sop": ("sop:sop", _("The procedure: what carries each clause")),
    "spec": ("describe:spec", _("Every register, step and field, for programs")),
    "plugins": ("plugins:plugins", _("What is loaded, what is in force, what failed; trust a file as a plugin")),
    "info": ("describe:info", _("This book: site, last entry, versions")),
    "journal": ("journal:journal", _("The journal: tail, verify, rebuild, export, access")),
    "completion": ("completion:completion", _("The script that makes TAB complete: bash, zsh or fish")),
    "backup": ("backups:backup", _("Copy the book, or verify a copy")),
}

EXTRA: dict[tuple[str, str], Place] = {
    ("approval", "use"): ("approving:use", _("Write the step that was approved")),
    ("customer", "erase"): ("erasing:erase", _("Erase a customer's personal values; the entries stay")),
    ("plugin", "trust"): ("plugins:trust", _("Trust a file beside the book as a plugin of it")),
    ("standard", "list"): ("standards:listing", _("What holds: value, since when, at which clause")),
    ("standard", "set"): ("standards:change", _("Change a standard from a day on")),
    ("staff", "set-pin"): ("approving:set_pin", _("Choose a PIN; it is asked for, never typed on the line")),
}

UNIVERSAL: dict[str, Place] = {
    "list": ("lists:listing", _("Forms, a page at a time")),
    "show": ("lists:show", _("One form with its history")),
    "correct": ("amend:correct", _("Put fields right; what stood stays on record")),
    "strike": ("amend:strike", _("Take one entry back")),
    "void": ("amend:void", _("Take a whole form back")),
    "import": ("imports:importing", _("Take a table or a list (CSV, JSON) in: all of it or nothing")),
}

HIDDEN = frozenset({("approval", "ask"), ("approval", "spend"), ("plugin", "trust"), ("plugin", "trust-again")})
"""Steps that the desk itself writes although people sign them; what the book signs is left out anyway."""
