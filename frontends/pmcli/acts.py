"""What people do on a day at the practice site: complaints, keys, cars, charges, parcels, goods; some is refused, as in life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from .living import MATTERS, Life

__all__ = ["ACTS"]


def complaints(life: Life) -> None:
    """One or two are taken and judged, most of them settled the same day; the customer is asked about every one."""
    for _place in range(life.chance.randint(0, 2)):
        customer, unit = life.somebody()
        written = life.do(
            "complaint", "take", life.chance.choice(["lj", "wf"]), customer=customer, unit=unit, text=life.chance.choice(MATTERS)
        )
        if written is not None:
            severity = life.chance.choice(["minor", "minor", "important"])
            life.do("complaint", "judge", "zg", on=written.number, valid="yes", severity=severity, department="engineering")
            life.complaints.append(written.number)
    for number in [number for number in life.complaints if life.chance.random() < 0.97]:
        life.complaints.remove(number)
        life.do("complaint", "dispose", "zg", on=number, disposition="请工程部当日处理")
        life.do("complaint", "collect", "gc", on=number)
        settled = life.do("complaint", "settle", "gc", on=number, result="已修复")
        life.asking += [also.number for also in (settled.also if settled else ()) if also.register == "followup"]


def follow_ups(life: Life) -> None:
    """Whoever had a complaint is asked; some are not content, and the matter is open again."""
    for number in [number for number in life.asking if life.chance.random() < 0.97]:
        life.asking.remove(number)
        content = life.chance.random() < 0.93
        answered = life.do("followup", "ask", "lj", on=number, dealt_with="yes", satisfied="yes" if content else "no")
        life.complaints += [also.number for also in (answered.also if answered else ()) if also.register == "complaint"]


def keys(life: Life) -> None:
    """Keys are entrusted now and then, and lent in the morning."""
    if life.chance.random() < 0.4:
        customer, unit = life.somebody()
        written = life.do("key", "entrust", "kp", customer=customer, unit=unit, hook=f"G{len(life.keys) + 1:02}")
        if written is not None:
            life.keys.append(written.number)
    free = [number for number in life.keys if number not in life.lent]
    if free:
        number = life.chance.choice(free)
        purpose = life.chance.choice(["repair", "inspection", "meter-reading", "accompanied-viewing"])
        if life.do("key", "lend", "kp", on=number, others=["gc"], to="gc", purpose=purpose) is not None:
            life.lent.append(number)


def keys_back(life: Life) -> None:
    """In the evening they come back, nearly always."""
    for number in [number for number in life.lent if life.chance.random() < 0.95]:
        if life.do("key", "return", "kp", on=number) is not None:
            life.lent.remove(number)


def parking(life: Life) -> None:
    """Spaces are let by the month and paid; cars come and go by the hour."""
    if life.chance.random() < 0.6:
        customer, _unit = life.somebody()
        space = f"B1-{life.chance.randint(1, 40):02}"
        written = life.do(
            "parking",
            "rent",
            "lj",
            space=space,
            customer=customer,
            plate=life.plate(),
            mobile=life.people[customer][1],
            model=life.chance.choice(["朗逸", "轩逸", "卡罗拉", "哈弗H6", "秦PLUS"]),
            licence_matches="yes",
            document="driving-licence",
            document_tail=f"{life.chance.randint(0, 9999):04}",
            tariff_told="yes",
            months=life.chance.randint(1, 3),
        )
        for charge in written.also if written else ():
            if charge.register == "charge" and life.chance.random() < 0.95:
                life.do(
                    "payment", "take", "cl", charge=charge.number, amount=str(getattr(charge.step, "amount", "100")), means="cash"
                )
    for _place in range(life.chance.randint(1, 3)):
        plate = life.plate()
        if life.do("stay", "enter", "gate", plate=plate) is not None:
            life.now += timedelta(minutes=life.chance.randint(0, 200))
            life.do("stay", "leave", "gate", on=plate, means=life.chance.choice(["wechat", "alipay", "cash"]))


def money(life: Life) -> None:
    """Fees are charged; most are paid, some in advance, some disputed."""
    while life.disputed:
        life.do("charge", "settle-dispute", "zg", on=life.disputed.pop(), outcome="upheld", grounds="已与客户核对账单")
    for _place in range(life.chance.randint(1, 3)):
        customer, unit = life.somebody()
        amount = f"{life.chance.randint(8_000, 40_000) / 100:.2f}"
        written = life.do(
            "charge", "raise", "cl", customer=customer, unit=unit, kind="property-fee", amount=amount, period=f"{life.now:%Y-%m}"
        )
        if written is None:
            continue
        fate = life.chance.random()
        if fate < 0.7:
            life.do(
                "payment",
                "take",
                "cl",
                charge=written.number,
                amount=amount,
                means=life.chance.choice(["cash", "wechat", "alipay"]),
            )
        elif fate < 0.8:
            life.do("charge", "dispute", "lj", on=written.number, reason="客户称已缴")
            life.disputed.append(written.number)


def parcels(life: Life) -> None:
    """Parcels and letters come in, and most are fetched by whom they are for."""
    for number, customer in [one for one in life.mail if life.chance.random() < 0.8]:
        life.mail.remove((number, customer))
        life.do("mail", "hand-out", "wf", on=number, collector=life.people[customer][0], signed_for="yes")
    for _place in range(life.chance.randint(1, 3)):
        customer, unit = life.somebody()
        kind = life.chance.choice(["parcel", "parcel", "express", "letter"])
        tracking = f"SF{life.chance.randint(0, 999_999_999):09}"
        written = life.do("mail", "receive", "lj", kind=kind, customer=customer, unit=unit, tracking=tracking, carrier="顺丰")
        if written is not None:
            life.do("mail", "notify", "lj", on=written.number)
            life.mail.append((written.number, customer))


def goods(life: Life) -> None:
    """Something bulky is carried out now and then; the guard counts it at the gate."""
    if life.chance.random() < 0.4:
        customer, unit = life.somebody()
        thing = life.chance.choice(["电视机:1:appliance", "书柜:2:furniture", "显示器:3:computer"])
        written = life.do("release", "apply", "wf", unit=unit, customer=customer, nature="temporary", items=[thing], reason="送修")
        if written is None:
            return
        slip, (name, mobile) = written.number, life.people[customer]
        whom = "contact" if life.uses[unit] == "office" else "owner"
        if life.do("release", "grant", "zg", on=slip) is None:  # somebody has to agree on the telephone first
            life.do("release", "call", "wf", on=slip, whom=whom, spoke_to=name, telephone=mobile, agreed="yes")
            granted = life.do("release", "grant", "zg", on=slip)
            if granted is None:
                life.do("release", "withdraw", "wf", on=slip, withdrawn_because="客户改日再搬")
                return
        life.do("release", "leave", "gate", on=slip)


ACTS: tuple[Callable[[Life], None], ...] = (keys, follow_ups, parcels, complaints, parking, money, goods, follow_ups, keys_back)
