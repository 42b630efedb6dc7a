"""A practice site that has been lived in: people, homes and offices, and so many days of work through the real desk."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmcore.desk import Desk
    from pmcore.engine.sheet import Written
    from pmcore.model.outcomes import Declined

__all__ = ["FIRST_DAY", "Life"]

FIRST_DAY = date(2026, 6, 1)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "明华强芳丽杰静敏涛军霞桂英文斌超轩源娜磊洋思雨晨"
STAFF = (
    ("lj", "李静", "assistant"),
    ("wf", "王芳", "assistant"),
    ("zg", "赵刚", "supervisor"),
    ("cl", "陈丽", "cashier"),
    ("kp", "孔平", "key-keeper"),
    ("gc", "高成", "engineering"),
    ("gate", "门岗", "guard"),
    ("ar", "安然", "archivist"),
    ("sun", "孙经理", "project-manager"),
    ("mgr", "马国荣", "management"),
    ("boss", "鲍世诚", "leadership"),
)
MATTERS = ("电梯经常停运", "楼道灯不亮", "邻居装修噪音大", "水压太低", "车位被占", "垃圾清运不及时", "门禁失灵")


class Life:
    """Days of work at a desk whose clock is set by the story; the same seed writes the same book."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.chance = random.Random(seed)
        self.now = self.moment(FIRST_DAY, 8, 30)
        self.refusals: list[tuple[str, Declined]] = []
        self.units: list[str] = []
        self.uses: dict[str, str] = {}
        self.customers: list[tuple[str, str]] = []
        """(customer, unit code)."""
        self.people: dict[str, tuple[str, str]] = {}
        """Customer -> name and mobile."""
        self.mail: list[tuple[str, str]] = []
        """Parcels that wait, and for whom."""
        self.keys: list[str] = []
        self.lent: list[str] = []
        self.complaints: list[str] = []
        self.asking: list[str] = []
        """Follow-ups to be made."""
        self.disputed: list[str] = []
        self.pace = timedelta(seconds=10)
        """A quarter of how long a step takes at most: what is there already is written down quickly."""
        self.busy: dict[str, int] = {}
        desk.clock = lambda: self.now
        desk.entropy = random.Random(seed + 1).randbytes

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of a local day in Shanghai, which keeps one offset the year round."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)

    def do(
        self, register: str, step: str, by: str, on: str | None = None, others: Sequence[str] = (), **given: Any
    ) -> Written | None:
        """One step; what the desk refuses is remembered, and the day goes on."""
        from pmcore.model.outcomes import Declined
        from pmcore.model.people import Actor

        self.now += self.chance.randint(1, 4) * self.pace
        actor = Actor(by, surface="demo", others=tuple(Actor(other) for other in others))
        try:
            return self.desk.record(self.desk.step(register, step), given, by=actor, on=on)
        except Declined as declined:
            self.refusals.append((f"{register} {step}", declined))
            return None

    def found(self, units: int) -> None:
        """The site, its people, its homes and offices, who lives there."""
        self.desk.found(name="望江花园", code="wjhy", admin="孙经理", training=True)
        for code, name, role in STAFF:
            self.do("staff", "engage", "admin", name=name, code=code)
            self.do("staff", "assign", "admin", on=code, role=role)
        for place in range(units):
            building, rest = divmod(place, 100)
            floor, door = divmod(rest, 4)
            code = f"{building + 1}-1-{floor + 1}{door + 1:02}"
            use = "office" if building % 2 else "home"
            area = f"{60 + self.chance.randint(0, 9000) / 100:.2f}"
            self.do(
                "unit", "add", "lj", code=code, use=use, area=area, building=f"{building + 1}栋", stair="1单元", floor=floor + 1
            )
            self.units.append(code)
            self.uses[code] = use
        for code in self.units:
            if self.chance.random() < 0.8 or (code == self.units[-1] and not self.customers):
                self.move_in(code, use=self.uses[code])
        self.now = max(self.now, self.moment(FIRST_DAY, 8, 30))
        self.pace = timedelta(minutes=1)

    def move_in(self, code: str, use: str) -> None:
        """Somebody lives there, and it shows."""
        name = self.chance.choice(SURNAMES) + "".join(self.chance.choice(GIVEN) for _place in range(self.chance.randint(1, 2)))
        mobile = f"13{self.chance.randint(0, 999_999_999):09}"
        capacity = self.chance.choice(["owner", "owner", "tenant"])
        written = self.do("customer", "add", "lj", name=name, mobile=mobile, unit=code, capacity=capacity)
        if written is not None:
            self.customers.append((written.number, code))
            self.people[written.number] = name, mobile
            lived_in = "tenant" if capacity == "tenant" else "resident" if use == "home" else "office"
            self.do("unit", "occupy", "lj", on=code, status=lived_in)

    def live(self, days: int, acts: Sequence[Callable[[Life], None]]) -> None:
        """So many days: every act happens once a day, if it happens; on days off the desk is closed."""
        from pmcore.plugin.holidays import year_of

        start = self.now.date() if self.now > self.moment(FIRST_DAY, 17) else FIRST_DAY
        for day in (start + timedelta(days=place + 1) for place in range(days)):
            self.now = max(self.now, self.moment(day, 8, 30))
            free = year_of(day.year)
            if (day.weekday() >= 5 and day not in free.workdays) or day in free.holidays:
                continue
            for act in acts:
                act(self)
        self.now = max(self.now, self.moment(start + timedelta(days=days + 1), 8, 30))

    def somebody(self) -> tuple[str, str]:
        """A customer and their unit."""
        found = self.chance.choice(self.customers)
        self.busy[found[1]] = self.busy.get(found[1], 0) + 1
        return found

    def plate(self) -> str:
        """A number plate."""
        return "川A" + "".join(self.chance.choice("ABCDEFGH23456789") for _place in range(5))

    @property
    def local(self) -> datetime:
        """The site's clock."""
        return self.now + timedelta(hours=8)

    def acts_at(self, unit: str) -> int:
        """How much happened at a unit."""
        return self.busy.get(unit, 0)

    def somebody_tries(self) -> None:
        """What every desk hears once a month, and says no to."""
        customer, unit = self.somebody()
        if self.keys:
            free = [number for number in self.keys if number not in self.lent] or self.keys
            self.do("key", "lend", "kp", on=free[0], others=["gc"], to="gc", purpose="accompanied-viewing")
        space = {
            "space": "B2-01",
            "mobile": self.people[customer][1],
            "licence_matches": "yes",
            "tariff_told": "yes",
            "model": "朗逸",
        }
        self.do("parking", "rent", "lj", customer=customer, plate="川A8K2L6", **space)
        self.do("parking", "rent", "wf", customer=customer, plate="川A7H3M9", **space)
        written = self.do("complaint", "take", "lj", customer=customer, unit=unit, text="投诉无人处理")
        if written is not None:
            self.do("complaint", "settle", "gc", on=written.number, result="已解释")

    def told(self, count: int) -> list[tuple[str, Declined]]:
        """Some refusals, of different steps; those with a clause of a chapter first."""
        seen: dict[str, Declined] = {}
        for clauses in (True, False):
            for what, error in reversed(self.refusals):
                found = getattr(error, "findings", ())
                if any(finding.clause not in ("", "all.1") for finding in found) or (not clauses and found):
                    seen.setdefault(what, error)
        return list(seen.items())[:count]
