"""Fields: the blanks of a step, declared once for storage, checks, command line, import, schema and print."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform

import attrs

from pmcore.model.kinds import KIND_OF, NUMBER, REFERENCE, Choice, Kind, choice_kind
from pmcore.model.messages import Msg

__all__ = ["ANY_FORM", "TODAY", "FieldSpec", "FormRef", "Item", "Must", "Ref", "field", "specs_of"]

S = TypeVar("S")
_META = "pmcore"


class _Today:
    def __repr__(self) -> str:
        return "today"


TODAY: Any = _Today()
"""``field(default=TODAY)``: a date that is left out is the day on which the step happens."""


class Ref(Generic[S]):
    """A reference to a form of one register; subclass it, ``class CustomerRef(Ref[AddCustomer])``, never alias it."""

    __slots__ = ("number",)
    target: ClassVar[Any] = None

    def __init__(self, number: str) -> None:
        self.number = number

    def __init_subclass__(cls) -> None:
        for base in getattr(cls, "__orig_bases__", ()):
            if typing.get_origin(base) is Ref:
                cls.target = typing.get_args(base)[0]

    @classmethod
    def register_name(cls) -> str:
        """The register it points into."""
        return str(cls.target.__step__.register.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and type(other) is type(self) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)

    def __str__(self) -> str:
        return self.number

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.number!r})"


class FormRef(Ref[Any]):
    """A reference to a form of any register: ``register/number``."""

    @property
    def register(self) -> str:
        """The register's name."""
        return self.number.partition("/")[0]

    @property
    def form(self) -> str:
        """The form's number."""
        return self.number.partition("/")[2]


ANY_FORM = FormRef


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Item:
    """One line of a list on a form (goods, workers, answers): a nested record with fields of its own."""

    def __init_subclass__(cls) -> None:
        cls.__defined = False

    __defined: ClassVar[bool] = True

    def __new__(cls, *_args: Any, **_values: Any) -> typing.Self:
        if not cls.__defined:
            cls.__defined = True
            attrs.define(cls, frozen=True, kw_only=True, slots=False, repr=False)
        return object.__new__(cls)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class Must:
    """What ``must`` demands of a blank: the sentence of the refusal, its clause, the name of its rule."""

    __slots__ = ("clause", "fixed", "remedy", "rule", "sentence")

    def __init__(self, sentence: str, clause: str, rule: str, fixed: bool, remedy: Msg | None) -> None:
        self.sentence = sentence
        self.clause = clause
        self.rule = rule
        self.fixed = fixed
        self.remedy = remedy


class FieldSpec:
    """All that is known of one field. Limits are read by its kind; ``column`` is its name in the register's table."""

    __slots__ = (
        "aliases", "chained", "computed", "default", "find", "ge", "index", "item", "kind", "labels", "le", "many", "max_length",
        "multiline", "must", "name", "optional", "pattern", "places", "prompt", "ref", "register", "series", "unique", "updates",
        "zone",
    )  # fmt: skip

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self.name = name
        self.default: Any = attrs.NOTHING
        self.kind: Kind = REFERENCE
        self.optional = False
        self.many = False
        self.ref: type[Ref[Any]] | None = None
        self.item: type[Item] | None = None
        self.computed = False
        self.index = bool(options.get("index"))
        self.unique = bool(options.get("unique"))
        self.find = bool(options.get("find"))
        self.updates = bool(options.get("updates"))
        self.chained = bool(options.get("chained"))
        self.aliases: tuple[str, ...] = options.get("aliases", ())
        self.prompt: str = options.get("prompt", "")
        self.series: str = options.get("series", "")
        self.ge = options.get("ge")
        self.le = options.get("le")
        self.max_length: int | None = options.get("max_length")
        self.places: int | None = options.get("places")
        self.pattern: str | None = options.get("pattern")
        self.multiline = bool(options.get("multiline"))
        self.register = bool(options.get("register"))
        self.must: Must | None = None
        self.labels: Mapping[str, str] | None = None
        self.zone = "Asia/Shanghai"

    @property
    def required(self) -> bool:
        """Whether it has to be given."""
        return self.default is attrs.NOTHING and not self.optional and not self.computed

    @property
    def personal(self) -> bool:
        """Whether its value lies beside the chain: by its kind, unless it is opted in."""
        return self.kind.personal and not self.chained

    @property
    def indexed(self) -> bool:
        """Whether ``find`` may filter by it."""
        return self.index or self.unique or self.find or self.ref is not None

    @property
    def choices(self) -> type[Choice] | None:
        """The choice it is, if it is one."""
        found = self.kind.choices
        return found if found is not None else None

    @property
    def column_type(self) -> str:
        """Its type in a table."""
        return "TEXT" if self.many or self.item else self.kind.column


def field(
    *,
    default: Any = attrs.NOTHING,
    index: bool = False,
    unique: bool = False,
    find: bool = False,
    updates: bool = False,
    chained: bool = False,
    aliases: tuple[str, ...] = (),
    prompt: str = "",
    series: str = "",
    ge: Any = None,
    le: Any = None,
    max_length: int | None = None,
    places: int | None = None,
    pattern: str | None = None,
    multiline: bool = False,
    register: bool = False,
    init: bool = True,
) -> Any:
    """Options of a blank; a plain annotation needs none.

    ``index``: rules and lists may filter by it. ``unique``: among open forms. ``find``: people look forms up by it.
    ``updates``: it changes the column of the same name that an earlier step filled. ``chained``: a personal kind that
    may stand in the chain all the same. ``series``: a number pattern of its own, given when the step is written.
    ``aliases``: further headings and options. ``prompt``: what the desk says (manners).
    ``ge le max_length places pattern multiline``: limits. ``register``: a code that names a register, read by its word too.
    """
    options = {
        "index": index, "unique": unique, "find": find, "updates": updates, "chained": chained, "aliases": aliases,
        "prompt": prompt, "series": series, "ge": ge, "le": le, "max_length": max_length, "places": places, "pattern": pattern,
        "multiline": multiline, "register": register,
    }  # fmt: skip
    return attrs.field(default=default, init=init, metadata={_META: options})


def specs_of(cls: type[Any]) -> dict[str, FieldSpec]:
    """The fields of a step or item class, in order; inherited ones first."""
    try:
        hints = typing.get_type_hints(cls, include_extras=True)
    except NameError as error:
        raise TypeError(
            f"{cls.__module__}.{cls.__qualname__}: the annotation {error.name!r} is no module-level name; "
            "declare steps, items and choices at the top of a module"
        ) from error
    found: dict[str, FieldSpec] = {}
    for attribute in attrs.fields(cls):
        spec = FieldSpec(attribute.name, attribute.metadata.get(_META, {}))
        spec.default = attribute.default
        spec.must, spec.computed = attribute.metadata.get("must"), "work" in attribute.metadata
        _resolve(spec, hints[attribute.name], f"{cls.__qualname__}.{attribute.name}")
        found[spec.name] = spec
    return found


def computed_spec(name: str, hint: Any, options: Mapping[str, Any], where: str) -> FieldSpec:
    """The field of a computed value."""
    spec = FieldSpec(name, options)
    spec.computed = True
    _resolve(spec, hint, where)
    return spec


def _single(spec: FieldSpec, hint: Any, where: str) -> Any:
    """The type of one value: what stands in ``X | None`` or ``tuple[X, ...]``, which the field notes."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        parts = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(parts) != 1:
            raise TypeError(f"{where}: a field has one type, and may be None")
        spec.optional = True
        hint = parts[0]
    if typing.get_origin(hint) is tuple:
        parts = list(typing.get_args(hint))
        if len(parts) != 2 or parts[1] is not Ellipsis:
            raise TypeError(f"{where}: a list of items is tuple[X, ...]")
        spec.many = True
        hint = parts[0]
    return hint


def _resolve(spec: FieldSpec, hint: Any, where: str) -> None:
    """Find the kind for a type: Annotated kinds, plain types, choices, references, items, ``X | None``, ``tuple[X, ...]``."""
    hint = _single(spec, hint, where)
    if typing.get_origin(hint) is typing.Annotated:
        kinds = [extra for extra in typing.get_args(hint)[1:] if isinstance(extra, Kind)]
        if not kinds:
            raise TypeError(f"{where}: Annotated without a kind")
        spec.kind = kinds[0]
    elif isinstance(hint, type) and issubclass(hint, Item):
        spec.item = hint
    elif isinstance(hint, type) and issubclass(hint, Ref):
        spec.ref, spec.kind = hint, REFERENCE
    elif isinstance(hint, type) and issubclass(hint, Choice):
        spec.kind = choice_kind(hint)
    elif hint in KIND_OF:
        spec.kind = KIND_OF[hint]
    else:
        raise TypeError(f"{where}: no kind for {hint!r}; see pmcore.model.kinds")
    if spec.kind is NUMBER and spec.places is None:
        raise TypeError(f"{where}: say how many places a Decimal has: field(places=2)")
