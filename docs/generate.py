"""Write docs/reference from the declarations; ``--check`` only says whether it is fresh."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from pmcore.model.messages import Msg
from pmcore.model.people import Role
from pmcore.model.register import Register
from pmcore.model.span import Span
from pmcore.model.standard import Standard
from pmcore.model.step import Step, help_of, ready
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.plugin.hookspecs import Hooks
from pmcore.plugin.language import label, say

REFERENCE = Path(__file__).parent / "reference"
HEAD = "<!-- Made by docs/generate.py from the declarations; change those. -->\n\n"


def pages(catalogue: Catalogue) -> dict[str, str]:
    """File name -> text."""
    made = {
        "registers.md": "# Registers, steps and fields\n\n" + "\n".join(_registers(catalogue)),
        "life-cycles.md": "# Life cycles\n\nDrawn from the table of states and steps.\n\n" + "\n".join(_cycles(catalogue)),
        "rules.md": "# Rules by clause\n\n| clause | rule | judges | what |\n| --- | --- | --- | --- |\n"
        + "\n".join(sorted(_rules(catalogue))),
        "standards.md": "# Standards\n\n| standard | default | clause |\n| --- | --- | --- |\n" + "\n".join(_standards(catalogue)),
        "reports.md": "# Reports and quotas\n\n" + "\n".join(_reports(catalogue)),
        "hooks.md": "# Hooks\n\n" + "\n".join(_hooks()),
        "commands.md": "# Commands\n\n" + "\n".join(_commands()),
    }
    return {name: HEAD + text.rstrip() + "\n" for name, text in made.items()}


def _domain(thing: Any) -> str:
    return str(getattr(thing, "module", getattr(thing, "__module__", "pmcore"))).partition(".")[0]


def _registers(catalogue: Catalogue) -> Iterator[str]:
    for name, register in sorted(catalogue.registers.items()):
        zh = label("register", name, _domain(register), "zh")
        yield f"## {name} · {zh}\n\n{register.title}. Numbers `{register.number}`; plugin `{catalogue.owners[name]}`.\n"
        for step in catalogue.steps_of(name).values():
            yield from _step(catalogue, register, step)


def _step(catalogue: Catalogue, register: Register, step: type[Step]) -> Iterator[str]:
    declared = ready(step)
    yield f"### {register.name} {declared.name} · {label(register.name, declared.name, _domain(step), 'zh')}\n"
    facts = [f"by {_signer(declared.by)}"]
    if declared.also:
        facts.append("with " + ", ".join(role.name for role in declared.also))
    if declared.after:
        facts.append("after " + ", ".join(state.name for state in declared.after))
    if declared.targets:
        facts.append("to " + ", ".join(dict.fromkeys(state.name for state in declared.targets)))
    if declared.needs:
        facts.append("needs " + ", ".join(cls.__step__.name for cls in declared.needs))
    if declared.apart:
        facts.append("signer apart from " + ", ".join(cls.__step__.name for cls in declared.apart))
    if declared.within is not None:
        facts.append("owed within " + _within(declared.within))
    yield f"{help_of(step)}\n\n*{'; '.join(facts)}*\n"
    if declared.fields:
        yield "| field | 中文 | kind | |\n| --- | --- | --- | --- |"
        for name, spec in declared.fields.items():
            kind = (
                spec.ref.register_name()
                if spec.ref is not None and spec.ref.target is not Any
                else spec.item.__name__
                if spec.item
                else spec.kind.name
            )
            notes = [
                word
                for word, said in (
                    ("required", spec.required),
                    ("computed", spec.computed),
                    ("list", spec.many),
                    ("personal", spec.personal),
                )
                if said
            ]
            if spec.choices is not None:
                notes.append("one of " + ", ".join(str(choice.value) for choice in spec.choices))
            yield f"| `{name}` | {label(register.name, name, _domain(step), 'zh')} | {kind} | {'; '.join(notes)} |"
        yield ""


def _signer(by: Any) -> str:
    if isinstance(by, Role):
        return by.name
    if isinstance(by, tuple):
        return " or ".join(role.name for role in by)
    return help_of(by).rstrip(".") or "whom the form names"


def _within(within: Any) -> str:
    if isinstance(within, Standard):
        return f"`{within.name}`"
    return str(within) if isinstance(within, Span) else help_of(within).rstrip(".") or "a time of the form's own"


def _cycles(catalogue: Catalogue) -> Iterator[str]:
    for name, register in sorted(catalogue.registers.items()):
        yield f"## {name} · {label('register', name, _domain(register), 'zh')}\n\n```mermaid\nstateDiagram-v2"
        for step in catalogue.steps_of(name).values():
            declared = step.__step__
            for target in dict.fromkeys(declared.targets):
                for source in [state.name for state in declared.after] or ["[*]"]:
                    if source != target.name or len(declared.targets) == 1:
                        yield f"    {_node(source)} --> {_node(target.name)}: {declared.name}"
        for state in register.all_states.values():
            if state.closed:
                yield f"    {_node(state.name)} --> [*]"
        yield "```\n"


def _node(name: str) -> str:
    return name if name == "[*]" else name.replace("-", "_")


def _rules(catalogue: Catalogue) -> Iterator[str]:
    seen: dict[str, tuple[Any, list[str]]] = {}
    for (register, step), bounds in catalogue.rules.items():
        for bound in bounds:
            seen.setdefault(bound.name, (bound, []))[1].append(f"{register} {step}")
    for mark, bounds in catalogue.mark_rules.items():
        for bound in bounds:
            seen.setdefault(bound.name, (bound, []))[1].append(f"mark {mark}")
    for name, (bound, targets) in seen.items():
        fixed = " (fixed)" if bound.rule.fixed else ""
        yield f"| {bound.rule.clause} | `{name}`{fixed} | {', '.join(targets)} | {bound.rule.help} |"


def _standards(catalogue: Catalogue) -> Iterator[str]:
    for name, standard in sorted(catalogue.standards.items()):
        if not name.startswith("rule."):
            default = ", ".join(map(str, standard.default)) if isinstance(standard.default, tuple) else str(standard.default)
            yield f"| `{name}` | {default} | {standard.clause} |"


def _reports(catalogue: Catalogue) -> Iterator[str]:
    yield "| report | 中文 | every | clause | what |\n| --- | --- | --- | --- | --- |"
    for name, report in sorted(catalogue.reports.items()):
        zh = say(Msg(report.title, _domain(report)), "zh")
        yield f"| `{name}` | {zh} | {report.every.name} | {report.clause} | {help_of(report.work)} |"
    yield "\nA quota is so many steps in a period; what is missing of it stands in `pmdesk today`.\n"
    yield "| quota | 中文 | every | step | clause |\n| --- | --- | --- | --- | --- |"
    for name, quota in sorted(catalogue.quotas.items()):
        register, step = quota.step.__step__.register.name, quota.step.__step__.name
        zh = label("quota", quota.name.rpartition(".")[2], _domain(quota), "zh")
        yield f"| `{name}` | {zh} | {quota.rhythm} | {register} {step} | {quota.clause} |"


def _commands() -> Iterator[str]:
    """What ``--help`` says: of the whole, of each command, and of what every register has (``unit`` stands for any)."""
    from pmcli.table import EXTRA, TOP, UNIVERSAL

    lines = [[], *([name] for name in TOP), *(["journal", name] for name in ("tail", "verify", "rebuild", "export", "access"))]
    lines += [[register, name] for register, name in EXTRA]
    lines += [["unit", name] for name in UNIVERSAL]
    yield "A step's own command is made from its declaration: see [registers](registers.md), or `pmdesk REGISTER STEP --help`.\n"
    for line in lines:
        yield f"## pmdesk {' '.join(line)}".rstrip() + f"\n\n```text\n{_help(line)}\n```\n"


def _help(line: list[str]) -> str:
    from pmcli.main import main as pmdesk

    with redirect_stdout(StringIO()) as said, patched({"COLUMNS": "100"}):
        pmdesk([*line, "--help", "--lang", "en"])
    return said.getvalue().strip()


@contextmanager
def patched(values: Mapping[str, str]) -> Iterator[None]:
    """The environment with other values for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _hooks() -> Iterator[str]:
    for name, hook in vars(Hooks).items():
        if name.startswith("pmcore_"):
            yield f"## {name}{inspect.signature(hook)}\n"
            text, _sep, example = (inspect.getdoc(hook) or "").partition(">>>")
            code = "\n".join(line.removeprefix(">>> ").removeprefix("... ") for line in (">>>" + example).splitlines())
            yield f"{text.strip()}\n\n```python\n{code.strip()}\n```\n"


def main() -> int:
    """Write the pages, or say which are stale."""
    catalogue = full_catalogue()
    stale = []
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages(catalogue).items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale:
        sys.stdout.write(("stale: " if "--check" in sys.argv else "written: ") + ", ".join(stale) + "\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
