"""What is then seen: the 那么 sentences, in Chinese and English."""

from __future__ import annotations

import re

from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import UnitRef

from . import ledger, seen
from .signers import signers
from .templates import Table, Then
from .words import choose
from .world import World, told

__all__: list[str] = []


@Then("通过", "it is recorded")
def passes(world: World) -> None:
    """The last step was written."""
    seen.passed(world)


@Then("被拒绝[，依据{clause}][，提示{text}]", "it is refused[ under {clause}][, saying {text}]")
def refused(world: World, clause: str | None = None, text: str | None = None) -> None:
    """The last step was refused."""
    seen.outcome(world, "refused", clause, text)


@Then("需要{role}批准[，依据{clause}][，提示{text}]", "it needs approval by {role}[ under {clause}][, saying {text}]")
def needs_approval(world: World, role: str, clause: str | None = None, text: str | None = None) -> None:
    """The last step may be written once these roles (joined by 、) approved it."""
    declined = seen.outcome(world, "needs_approval", clause, text)
    wanted = {world.words.role(part) for part in re.split("[、，,]", role)}
    asked = {
        one.name
        for finding in declined.findings
        if finding.level == "approve" and clause in (None, finding.clause)
        for one in finding.approvers
    }
    assert asked == wanted, f"it needs {told(declined)}"


@Then("情况不明[，依据{clause}][，提示{text}]", "it is unknown[ under {clause}][, saying {text}]")
def is_unknown(world: World, clause: str | None = None, text: str | None = None) -> None:
    """Something that a rule has to know is not on record."""
    seen.outcome(world, "unknown", clause, text)


@Then("填写有误[，栏目{field}][，提示{text}]", "it is invalid[ in {field}][, saying {text}]")
def is_invalid(world: World, field: str | None = None, text: str | None = None) -> None:
    """Fields are missing or cannot be read."""
    declined = seen.outcome(world, "invalid", None, text)
    assert field is None or field in [name for name, _message in declined.invalid], told(declined)


@Then("结果是{outcome}", "the outcome is {outcome}")
def comes_out(world: World, outcome: str) -> None:
    """Any other outcome of the contract: ambiguous, not_found, conflict, busy."""
    seen.outcome(world, choose("outcome", outcome, seen.OUTCOMES))


@Then("提醒{text}[，依据{clause}]", "it warns {text}[ under {clause}]")
@Then("有提醒，依据{clause}", "it warns under {clause}")
def warns(world: World, text: str | None = None, clause: str | None = None) -> None:
    """The last step was written, and this was said with it."""
    seen.said(world, text, clause)


@Then("共{n}条意见", "there are {n} findings", "there is {n} finding")
def so_many_findings(world: World, n: str) -> None:
    """So many findings of every level were said of the last step."""
    held = world.declined.findings if world.declined else world.result.findings if world.result else ()
    world.unseen = False
    assert len(held) == int(n), [f"{finding.level} [{finding.clause}] {finding.rule}" for finding in held]


@Then("单号是{number}", "the number is {number}")
def number_is(world: World, number: str) -> None:
    """The number of the form that the last step was written on."""
    seen.passed(world)
    assert world.result is not None
    assert world.result.number == number, world.result.number


@Then("{register}[的{number}]状态为{state}", "{register}[ {number}] is in the state {state}")
def state_is(world: World, register: str, state: str, number: str | None = None) -> None:
    """Where a form stands."""
    seen.same_state(world, world.words.register(register), number, state)


@Then("{register}[的{number}]的{head}是{text}", "{head} of {register}[ {number}] is {text}")
def field_is(world: World, register: str, head: str, text: str, number: str | None = None) -> None:
    """What a blank of a form holds at present."""
    seen.same_field(world, world.words.register(register), number, head, text)


@Then(
    "{register}有{n}张[{state}]",
    "there are {n} {register}[ in the state {state}]",
    "there is {n} {register}[ in the state {state}]",
)
def so_many_forms(world: World, register: str, n: str, state: str | None = None) -> None:
    """So many forms, voided ones left out."""
    name = world.words.register(register)
    with world.desk.reading() as look:
        found = look.overlay.count(name, state=world.words.state(name, state) if state else None)
    assert found == int(n), f"there are {found}"


@Then("{register}有", "{register} holds")
def forms_are(world: World, register: str, datatable: Table) -> None:
    """Just these forms, in order of opening."""
    seen.forms(world, world.words.register(register), datatable or [])


@Then("[{register}[的{number}]的]待办", "owed are", "owed in {register}[ {number}] are")
def owed_are(world: World, datatable: Table, register: str | None = None, number: str | None = None) -> None:
    """Just these steps are owed: 登记册, 单号, 步骤, 选项, 责任, 期限, 逾期."""
    ledger.duties(world, world.words.register(register) if register else None, number, datatable or [])


@Then("[{register}[的{number}]]没有待办", "nothing is owed[ in {register}[ {number}]]")
def nothing_owed(world: World, register: str | None = None, number: str | None = None) -> None:
    """No step is owed."""
    ledger.duties(world, world.words.register(register) if register else None, number, [["step"]])


@Then("待办含{register}[的{number}]的{step}{n}项", "owed in {register}[ {number}] is {step} {n} times")
def so_many_owed(world: World, register: str, step: str, n: str, number: str | None = None) -> None:
    """A step is owed so often in a register, or on a form."""
    ledger.owed_times(world, world.words.register(register), number, step, int(n))


@Then("{register}[的{number}]的{step}期限是{moment}", "{step} of {register}[ {number}] is due {moment}")
def due_is(world: World, register: str, step: str, moment: str, number: str | None = None) -> None:
    """Until when a step of a form is owed."""
    ledger.due(world, world.words.register(register), number, step, moment)


@Then("签字的岗位是", "they are signed by")
def signed_by(world: World, datatable: Table) -> None:
    """Just these roles sign these steps: 登记册, 步骤, 岗位. Every role of the procedure tries."""
    signers(world, datatable or [])


@Then("{register}[的{number}]的流水", "the entries of {register}[ {number}] are")
def entries_are(world: World, register: str, datatable: Table, number: str | None = None) -> None:
    """The form's entries, struck ones too: 步骤, 时间, 经办, 划掉, 更正, and fields."""
    ledger.entries(world, world.words.register(register), number, datatable or [])


@Then("{day}那期的报表{name}", "the report {name} of {day} says")
def report_says(world: World, name: str, day: str, datatable: Table) -> None:
    """The rows of a report."""
    ledger.report(world, name, day, datatable or [[]])


@Then("{day}那期的报表{name}含", "the report {name} of {day} holds")
def report_holds(world: World, name: str, day: str, datatable: Table) -> None:
    """Rows of a report, among others."""
    ledger.report(world, name, day, datatable or [[]], whole=False)


@Then("[{who}的]指标{name}[在{day}]应完成{n}，已完成{m}", "the quota {name}[ of {who}][ on {day}] wants {n}, done {m}")
def quota_stands(world: World, name: str, n: str, m: str, who: str | None = None, day: str | None = None) -> None:
    """How a quota stands."""
    ledger.quota(world, name, day, who, int(n), int(m))


@Then("客户{customer}欠{amount}", "the customer {customer} owes {amount}")
def customer_owes(world: World, customer: str, amount: str) -> None:
    """What a customer owes up to today."""
    ledger.owes(world, amount, customer=CustomerRef(world.form("customer", customer).number))


@Then("房屋{unit}欠{amount}", "the unit {unit} owes {amount}")
def unit_owes(world: World, unit: str, amount: str) -> None:
    """What is owed for a unit up to today."""
    ledger.owes(world, amount, unit=UnitRef(world.form("unit", unit).number))


@Then("客户{customer}押金{amount}", "held for the customer {customer} is {amount}")
def is_held(world: World, customer: str, amount: str) -> None:
    """The deposits that are held for a customer."""
    ledger.holds(world, amount, CustomerRef(world.form("customer", customer).number))


@Then("流水核对无误", "the journal verifies")
def verifies(world: World) -> None:
    """The chain holds, and the tables made again from the journal are the same."""
    _count, fault = world.desk.verify()
    assert fault is None, fault
