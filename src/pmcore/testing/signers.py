"""Who may sign what: every role of the procedure tries, on the desk of the scenario."""

from __future__ import annotations

from pmcore.engine.queries import Look
from pmcore.engine.signing import sign
from pmcore.model.outcomes import Refused
from pmcore.model.people import ROLES, STAFF, Actor
from pmcore.model.step import Step

from .seen import Table
from .words import choose
from .world import World

__all__ = ["signers"]

HEAD = {"register": ("登记册",), "step": ("步骤",), "roles": ("岗位", "角色")}


NOBODY = "无人"


def signers(world: World, table: Table) -> None:
    """Just these roles sign these steps; 任何员工 stands for everybody, 无人 for nobody.

    Only steps whose signer does not hang on the form.
    """
    head, *rows = table
    heads = [choose("head of a table of signatures", text, HEAD) for text in head]
    posts = [role.name for role in ROLES if role != STAFF]
    for post in posts:
        world.engage(f"only-{post}", "", [post])
    wrong = []
    with world.desk.reading() as look:
        for cells in rows:
            told = dict(zip(heads, (cell.strip() for cell in cells), strict=True))
            cls = world.words.step(world.words.register(told["register"]), told["step"])
            wanted = {world.words.role(part) for part in told["roles"].replace("，", "、").split("、") if part != NOBODY}
            held = {post for post in posts if _may(look, cls, world.actor(f"only-{post}"))}
            if held != ({*posts} if STAFF.name in wanted else wanted):
                wrong.append(f"  {told['register']} {told['step']}: {', '.join(sorted(held))}")
    assert not wrong, "signed by:\n" + "\n".join(wrong)


def _may(look: Look, cls: type[Step], who: Actor) -> bool:
    """Whether somebody may sign a step; that a second signature is missing besides does not count."""
    try:
        sign(who, cls.__step__, None, look.facts, look.sheet.lookup)
    except Refused as refused:
        return bool(refused.findings) and refused.findings[0].rule == "core.also"
    return True
