"""Dataclasses whose methods are made with their first object.

The standard library compiles them where the class is defined. For the two hundred classes that a start imports that took as
long as a bare window, and most of them make no object before the window is whole.
"""

import dataclasses
import inspect
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, get_origin

__all__ = ["dataclass"]

T = TypeVar("T")

_OF_THE_CLASS: Final = frozenset({"__slots__", "__dict__", "__weakref__", "__module__", "__qualname__", "__doc__"})
_ONE_AT_A_TIME: Final = RLock()
"""A thread may make an object of a class that another one completes; a base class is completed within its subclass."""

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        cls: type[T] | None = None, /, *, slots: bool = False, **options: bool
    ) -> type[T] | Callable[[type[T]], type[T]]:
        """Do what `dataclasses.dataclass` does; without slots at once, since few classes have none."""

        def decorate(cls: type[T]) -> type[T]:
            if not slots:
                return dataclasses.dataclass(**options)(cls)
            made = _with_slots(cls)
            _Methods(cls, made, options).add_later()
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
        """The methods that `dataclasses.dataclass` adds to a class, made from its `source`, the class without slots."""

        def __init__(self, source: type, cls: type, options: dict[str, bool]) -> None:
            self._source, self._cls, self._options = source, cls, options
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
                made = vars(dataclasses.dataclass(slots=True, **self._options)(self._source))
                kept = _OF_THE_CLASS | vars(self._cls).keys() & made["__dataclass_fields__"].keys()
                for name in sorted(made.keys() - kept, key="__init__".__eq__):  # another thread may make an object from then on
                    setattr(self._cls, name, made[name])
                self._added = True

    class _Later:
        """An attribute of a class that is there once its methods are added."""

        def __init__(self, methods: _Methods, name: str) -> None:
            self._methods, self._name = methods, name

        def __get__(self, this: object, owner: type) -> object:
            self._methods.add()
            return getattr(owner, self._name)
