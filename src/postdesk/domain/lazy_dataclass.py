"""Dataclasses whose methods are made with their first object.

The standard library compiles them where the class is defined. For the two hundred classes that a start imports that took as
long as a bare window, and most of them make no object before the window is whole. Of a class with objects, only `__init__` is
compiled: the other methods are closures over the names of the fields.
"""

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, get_origin

__all__ = ["dataclass"]

T = TypeVar("T")

_OF_THE_FIELDS: Final = ("__dataclass_fields__", "__dataclass_params__", "__match_args__", "__replace__")
_ONE_AT_A_TIME: Final = RLock()
"""A thread may make an object of a class that another one completes; a base class is completed within its subclass."""

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        cls: type[T] | None = None, /, *, slots: bool = False, frozen: bool = False, eq: bool = True, kw_only: bool = False
    ) -> type[T] | Callable[[type[T]], type[T]]:
        """Do what `dataclasses.dataclass` does; without slots at once, since few classes have none."""

        def decorate(cls: type[T]) -> type[T]:
            if not slots:
                return dataclasses.dataclass(frozen=frozen, eq=eq, kw_only=kw_only)(cls)
            made = _with_slots(cls)
            _Methods(cls, made, frozen=frozen, eq=eq, kw_only=kw_only).add_later()
            return made

        return decorate(cls) if cls else decorate

    def _with_slots(cls: type[T]) -> type[T]:
        """Return the class anew, with a slot for each of its own fields."""
        fields = [name for name, kind in inspect.get_annotations(cls).items() if ClassVar not in (kind, get_origin(kind))]
        body = {name: value for name, value in vars(cls).items() if name not in (*fields, "__dict__", "__weakref__")}
        inherited = {slot for base in cls.__mro__[1:] for slot in vars(base).get("__slots__", ())}
        body |= {"__slots__": tuple(name for name in fields if name not in inherited), "__qualname__": cls.__qualname__}
        return type(cls)(cls.__name__, cls.__bases__, body)

    class _Methods:
        """The methods of a class, made from its `source`, the class without slots. Those that it has itself are left alone."""

        def __init__(self, source: type, cls: type, *, frozen: bool, eq: bool, kw_only: bool) -> None:
            self._source, self._cls = source, cls
            self._frozen, self._eq, self._kw_only = frozen, eq, kw_only
            self._added = False

        def add_later(self) -> None:
            """Add them once an object is made, or once somebody asks for the fields."""
            methods, cls = self, self._cls

            def init(this: object, *values: object, **named: object) -> None:
                methods.add()
                cls.__init__(this, *values, **named)

            cls.__init__ = init
            cls.__dataclass_fields__ = _Later(self, "__dataclass_fields__")
            cls.__match_args__ = _Later(self, "__match_args__")

        def add(self) -> None:
            """Add them, unless they are there."""
            with _ONE_AT_A_TIME:
                if self._added:
                    return
                # Not frozen here, since the methods that refuse changes would be compiled, too.
                of_fields = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=self._kw_only)(self._source)
                made = {name: value for name, value in vars(of_fields).items() if name in _OF_THE_FIELDS}
                fields = dataclasses.fields(of_fields)
                made |= {name: method for name, method in self._of(fields).items() if name not in vars(self._source)}
                init = made.pop("__init__", None) or vars(self._source)["__init__"]
                for name, value in made.items():
                    setattr(self._cls, name, value)
                self._cls.__init__ = init  # the last: another thread may make an object from then on
                self._added = True

        def _of(self, fields: Sequence[Field[Any]]) -> dict[str, object]:
            """Return the methods of a class with these fields, by name."""
            made = {"__init__": _init(self._cls, fields), "__repr__": _repr([each.name for each in fields if each.repr])}
            if self._eq:
                values = _getter(each.name for each in fields if each.compare)
                made |= {"__eq__": _eq(values), "__hash__": (lambda this: hash(values(this))) if self._frozen else None}
            if self._frozen:
                made |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete, **_pickling(fields)}
            return made

    class _Later:
        """An attribute of a class that is there once its methods are added."""

        def __init__(self, methods: _Methods, name: str) -> None:
            self._methods, self._name = methods, name

        def __get__(self, this: object, owner: type) -> object:
            self._methods.add()
            return getattr(owner, self._name)

    def _init(cls: type, fields: Iterable[Field[Any]]) -> Callable[..., None]:
        """Return the method that sets the fields by their slots: a frozen class has no other way, and none is faster."""
        names: dict[str, Any] = {"_MISSING": MISSING}
        parameters, named, lines = [], [], []
        for each in fields:
            name, default, value = each.name, "", each.name
            if each.default_factory is not MISSING:
                names[f"_new_{name}"] = each.default_factory
                default, value = "=_MISSING", f"_new_{name}() if {name} is _MISSING else {name}"
            elif each.default is not MISSING:
                names[f"_default_{name}"] = each.default
                default = f"=_default_{name}"
            names[f"_set_{name}"] = getattr(cls, name).__set__
            (named if each.kw_only else parameters).append(name + default)
            lines.append(f"    _set_{name}(this, {value})")
        if hasattr(cls, "__post_init__"):
            lines.append("    this.__post_init__()")
        signature = ", ".join(("this", *parameters, *(["*", *named] if named else [])))
        exec("\n".join((f"def __init__({signature}):", *lines, "    return None")), names)  # noqa: S102  # only names of fields
        init: Callable[..., None] = names["__init__"]
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        return init

    def _repr(names: Sequence[str]) -> Callable[[object], str]:
        def written(this: object) -> str:
            return f"{type(this).__qualname__}({', '.join(f'{name}={getattr(this, name)!r}' for name in names)})"

        return written

    def _getter(names: Iterable[str]) -> Callable[[object], object]:
        """Return the function that returns these values of an object."""
        found = tuple(names)
        return attrgetter(*found) if found else lambda this: ()

    def _eq(values: Callable[[object], object]) -> Callable[[object, object], bool]:
        def equals(this: object, other: object) -> bool:
            if this is other:
                return True
            return values(this) == values(other) if this.__class__ is other.__class__ else NotImplemented

        return equals

    def _refuse_to_set(this: object, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(this: object, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _pickling(fields: Iterable[Field[Any]]) -> dict[str, object]:
        """Return the methods by which a frozen object is copied."""
        names = tuple(each.name for each in fields)

        def set_state(this: object, state: Sequence[object]) -> None:
            for name, value in zip(names, state, strict=True):
                object.__setattr__(this, name, value)

        return {"__getstate__": lambda this: [getattr(this, name) for name in names], "__setstate__": set_state}
