"""A small chapter written with every shorter form, for the tests of the door."""

from __future__ import annotations

from pmcore.chapter import *

_ = messages("works")

works = Register("works", title="Works", number="WK{year}-{seq:04}")
ASKED, ALLOWED, TURNED_DOWN, DONE = works.states("asked", "allowed", "turned-down", "done", closed=("turned-down", "done"))
note = Register("note", title="Notes", number="NT{year}-{seq:04}")
(NOTED,) = note.states("noted", closed="noted")
FINISHED = Mark("works-finished")
CHECKED = Mark("works-checked")


class Kind(Choice):
    """What is worked on."""

    PAINT = "paint"
    STRUCTURE = "load-bearing"


DECIDE_WITHIN = Standard.each("works.decide_within", Kind, hours(2), STRUCTURE=days(3), clause="renovation.3")


class Visitor(Part):
    """Who comes, and what they show."""

    name: PersonName
    shows_paper: bool = must("A paper has to be shown", clause="renovation.6")
    seen_on: date = dated(index=False)


@rule(Visitor, clause="renovation.6")
def no_ghosts(visitor: Visitor, facts: Facts) -> Findings:
    """Ghosts are not let in."""
    if visitor.name == "Ghost":
        yield refuse(_("No ghosts"))


class Ask(Step, register=works, by=ASSISTANT, to=ASKED):
    """Ask for works."""

    kind: Kind
    place: Code = field(index=True)
    day: date = dated()


class Decide(
    Step, register=works, by=all_of(SUPERVISOR, ENGINEERING), after=ASKED, to=verdict("granted", yes=ALLOWED, no=TURNED_DOWN),
    within=DECIDE_WITHIN.by("kind"), apart=Ask,
):  # fmt: skip
    """Both heads decide."""

    granted: bool


class Look(Step, Visitor, register=works, by=ASSISTANT, after=ALLOWED, again=True, marks=CHECKED):
    """Somebody has a look."""

    colour: Code | None = None


class Finish(Step, register=works, by=ASSISTANT, after=ALLOWED, to=DONE, marks=FINISHED):
    """Finish them."""

    clean: bool = must("Clean up first", clause="renovation.11", rule="left-clean", remedy=_("sweep"))
    place: Code = carried()
    towards: Code | None = field(default=None, register=True)

    def entails(self, facts: Facts) -> Follows:
        yield on(facts.here.form, Close(place=self.place))


class Close(Step, register=works, by=WRITTEN, after=DONE):
    """The book closes it; written with the end."""

    place: Code = field(updates=True)


class Note(Step, register=note, by=ASSISTANT, to=NOTED):
    """Note something."""

    about: FormRef
    what: Code
    place: Code | None = None


@reaction(FINISHED, CHECKED, clause="renovation.11")
def noted(step: Step, facts: Facts, mark: Mark) -> Follows:
    """Note what happened and where."""
    yield Note(about=facts.here, what=mark.name, place=facts.known(step, "place"))


@refused(Ask, clause="renovation.8")
def no_chimneys(ask: Ask) -> bool:
    """No works on the {place}."""
    return ask.place == "CHIMNEY"


@refused(Ask, clause="renovation.8", level="warn")
def twice(ask: Ask, facts: Facts) -> bool:
    """There are works at this place already."""
    return facts.count(Ask, place=ask.place, state=ASKED) > 0


@report("works.week", title="Works", every=WEEK, clause="renovation.13")
def week(facts: Facts, start: date, end: date) -> Lines:
    """Works by kind."""
    for kind, forms in grouped(facts.opened(Ask, start, end), lambda form: form.now.kind).items():
        decided = [form.entry(Decide) for form in forms if form.get(Decide) is not None]
        yield {"kind": kind, "works": len(forms), "share": percent(sum(bool(one.in_time) for one in decided), len(forms))}
