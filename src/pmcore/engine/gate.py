"""The gate: everything that judges a step before it is written - the life cycle, who signs, then every rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pmcore.model.book import Row
from pmcore.model.canonical import digest
from pmcore.model.facts import Missing
from pmcore.model.field import Ref
from pmcore.model.form import Form, Signature
from pmcore.model.kinds import KIND_OF, Choice
from pmcore.model.messages import messages
from pmcore.model.outcomes import Declined, NeedsApproval, Refused, Unknown
from pmcore.model.people import PROJECT_MANAGER, AllOf
from pmcore.model.register import State
from pmcore.model.rule import Finding, refuse, unknown
from pmcore.model.standard import Standard
from pmcore.model.step import ByField, Step, StepDecl
from pmcore.plugin.catalogue import Bound, Catalogue

from .discreet import discreet
from .facts import LiveFacts
from .lacking import lacking
from .names import chosen_word
from .plan import Plan, plan_of
from .read import Name, step_word
from .settings import Settings, unfit
from .signing import apart

__all__ = ["older", "decide", "lifecycle", "misplaced", "rules", "slot_of", "target_of"]

_ = messages("pmcore")
_NUMBER = re.compile(r"[A-Z]{2,}[A-Z0-9]*(-?\d+)+")
"""The number of a form, as against words of people."""


def slot_of(step: Step) -> str:
    """Under what name a signature stands: the step, or ``step/choice`` where one is owed for each choice."""
    declared = type(step).__step__
    return declared.slot("" if declared.each is None else str(getattr(step, declared.each).value))


def target_of(step: Step) -> State | None:
    """The state that a step leads to; None where it stays."""
    to = type(step).__step__.to
    if isinstance(to, ByField):
        return to.states.get(getattr(step, to.name))
    return to


def lifecycle(step: Step, row: Row | None, form: Form[Any] | None, signed: tuple[Signature, ...]) -> Iterator[Finding]:
    """May this step be taken now? State, needed steps, once only, different persons."""
    declared = type(step).__step__
    if row is None:
        return
    if (finding := misplaced(declared, row)) is not None:
        yield finding
    if missing := lacking(declared.needs, row):
        yield core("needs", refuse(_("First {needed} has to be signed"), needed=[chosen_word(*one) for one in missing]))
    if not declared.again and slot_of(step) in row.signed and _stays(step, row):
        yield core(
            "once", refuse(_("{step} is signed already (entry {seq})"), step=step_word(declared), seq=row.signed[slot_of(step)])
        )
    others = (*declared.apart, type(step)) if isinstance(declared.by, AllOf) else declared.apart
    if (finding := apart(declared, others, form, signed)) is not None:
        yield finding


def misplaced(declared: StepDecl, row: Row) -> Finding | None:
    """The refusal of a step that is not taken in the form's state. Nothing of such a step can be worked out."""
    if not declared.after or row.state in {state.name for state in declared.after}:
        return None
    return core("state", refuse(
        _("{number} is {state}; {step} is taken when it is {states}"), number=row.number, state=_state(declared, row.state),
        step=step_word(declared), states=[_state(declared, state.name) for state in declared.after]))  # fmt: skip


def _stays(step: Step, row: Row) -> bool:
    target = target_of(step)
    return target is None or target.name == row.state


def core(name: str, finding: Finding) -> Finding:
    """A finding of the book itself."""
    return finding.but(rule=f"core.{name}", clause="all.1", plugin="core")


def _state(declared: StepDecl, name: str) -> Name:
    return Name(declared.register.name, name, declared.register.module.partition(".")[0])


def rules(step: Step, facts: LiveFacts, catalogue: Catalogue, settings: Settings) -> list[Finding]:
    """Every finding of every rule of this step; a rule that raises refuses, and its plugin is named."""
    declared = type(step).__step__
    missing, levels = _judges(plan_of(catalogue, type(step)), facts, catalogue, settings)
    found = [absent(plugin, catalogue, settings) for plugin in missing]
    if declared.register.name == "standard" and declared.opens:
        found += [core("standard", finding) for finding in unfit(step, catalogue)]
    for bound, asked in levels:
        level = str(facts[asked]) if asked is not None else "as-written"
        if level != "off":
            found += _hear(bound, level, step, facts)
    return found


Levels = tuple[tuple[Bound, Standard[str] | None], ...]
"""The rules of a step, each with the standard of its level where the site ever set one."""


def _judges(plan: Plan, facts: LiveFacts, catalogue: Catalogue, settings: Settings) -> tuple[list[str], Levels]:
    """The judges that are missing, and the rules; kept with the settings, and with the plan of what is loaded."""
    known: tuple[list[str], Levels] | None = facts.memo.get(plan)
    if known is None:
        missing = missing_judges(f"{plan.register}.{plan.declared.name}", catalogue, settings)
        levels = tuple((bound, None if bound.rule.fixed or facts.plain(bound.level) else bound.level) for bound in plan.heard)
        known = facts.memo[plan] = (missing, levels)
    return known


def missing_judges(step: str, catalogue: Catalogue, settings: Settings) -> list[str]:
    """Plugins in force that judge a step and are not loaded, or are older than what is on record."""
    gone = []
    for plugin in settings.judges_of(step):
        loaded, recorded = catalogue.plugins.get(plugin), str(settings.plugins[plugin].values["version"])
        if loaded is None or plugin in catalogue.failures or older(loaded.plugin.version, recorded):
            gone.append(plugin)
    return gone


def absent(plugin: str, catalogue: Catalogue, settings: Settings) -> Finding:
    """The refusal where a judge is missing. Of a file beside the book it is said why it is not run."""
    remedy = _("install it again, or drop it on record: pmdesk plugin drop {plugin}")
    missing = _("The plugin {plugin} judges this step and is not loaded in the version on record")
    values: dict[str, Any] = {"plugin": plugin}
    file = next((one.file for one in settings.trusted if one.name == plugin), None)
    if file is not None:
        remedy = _("look at {file} and trust it again, or drop it on record: pmdesk plugin drop {plugin}")
        values["file"] = file
        if (why := catalogue.failures.get(plugin)) is not None:
            missing, values["why"] = _("The plugin {plugin} judges this step and is not loaded: {why}"), why
    return core("plugins-in-force", refuse(missing, remedy=remedy.fill(**values), **values))


def older(loaded: str, recorded: str) -> bool:
    """Whether a version is older than the one on record, by its numbers."""

    def parts(version: str) -> list[int]:
        return [int(part) for part in version.split(".") if part.isdigit()]

    return parts(loaded) < parts(recorded)


def _hear(bound: Bound, level: str, step: Step, facts: LiveFacts) -> Iterable[Finding]:
    rule = bound.rule
    heard: list[Finding] = []
    try:
        for finding in rule.judge(step, facts):
            heard.append(finding)  # noqa: PERF402 - what it said before it failed is kept
    except Missing as missing:
        heard.append(unknown(_("The register {register} is not there to ask"), register=str(missing)))
    except Declined as declined:
        heard.append(Finding("refuse", declined.message))
    except Exception as error:
        heard = [
            refuse(
                _("The rule {rule} of the plugin {plugin} failed ({error}); nothing passes it until it is mended"),
                rule=bound.name,
                plugin=bound.plugin,
                error=type(error).__name__,
            )
        ]
        return [finding.but(rule=bound.name, clause=rule.clause, plugin=bound.plugin) for finding in heard]
    return [_levelled(discreet(finding, facts), level, bound) for finding in heard]


def _levelled(finding: Finding, level: str, bound: Bound) -> Finding:
    """A finding at the level that the site set for its rule, with rule, clause and approvers."""
    rule = bound.rule
    given = finding.level
    approvers = finding.approvers or rule.approvers
    if given == "unknown":
        approvers = rule.unknown_by
        given = "approve" if approvers else given
    elif level != "as-written":
        given = level
        approvers = finding.approvers or rule.approvers
    if given == "approve" and not approvers:
        approvers = (PROJECT_MANAGER,)
    return finding.but(level=given, rule=bound.name, clause=finding.clause or rule.clause, plugin=bound.plugin, approvers=approvers)


def decide(findings: list[Finding], granted: frozenset[str]) -> list[Finding]:
    """The findings that are let through; raises the outcome of the heaviest one that is not. ``granted`` are rules that
    an approval covers.
    """
    stopping = [
        finding
        for finding in findings
        if finding.level != "warn" and not (finding.level == "approve" and _granted(finding, granted))
    ]
    if not stopping:
        return findings
    worst = max(stopping, key=lambda finding: finding.weight)
    outcome: type[Declined] = {"refuse": Refused, "unknown": Unknown, "approve": NeedsApproval}[worst.level]
    raise outcome(worst.message, findings=findings)


def _granted(finding: Finding, granted: frozenset[str]) -> bool:
    """Whether an approval covers it: this very finding, or (for a batch) whatever this rule says."""
    return key_of(finding) in granted or f"{finding.rule}:*" in granted


def key_of(finding: Finding) -> str:
    """What an approval covers: this rule saying this of these numbers, amounts and days. Free words take no part: they may
    be personal, and a digest of a name or a telephone number in the chain would tell it.
    """
    shown = sorted(f"{name}={told}" for name, value in finding.evidence.items() if (told := _covered(value)) is not None)
    return f"{finding.rule}:{digest(finding.message.text + '|'.join(shown))[:16]}"


def _covered(value: Any) -> str | None:
    if isinstance(value, str):
        return value if _NUMBER.fullmatch(value) else None
    if isinstance(value, Ref):
        return value.number
    if isinstance(value, Choice):
        return str(value.value)
    kind = KIND_OF.get(type(value))
    return None if kind is None else str(kind.dump(value))
