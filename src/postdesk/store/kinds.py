"""Kinds of values, as a column or a JSON text in one holds them: a condition in SQL, and reading into domain values.

Both say the same of any value: what SQL finds good is read, and what it does not stands for nothing (`Unreadable`).
"""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, Generic, Protocol, TypeVar

from postdesk.domain.times import from_ms

_log = logging.getLogger("postdesk.store.values")
"""The log book hears of what cannot be read by it, and has the database looked at."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")
E = TypeVar("E", bound=StrEnum)

_YEAR_1_MS: Final = -62_135_596_800_000
_YEAR_9999_MS: Final = 253_402_300_799_999
_SHORT: Final = 100
_KEPT: Final = 256
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


class Unreadable(ValueError):
    """The value is none of its kind."""


class Kind(Protocol[T_co]):
    """`sql` is given two expressions, the value and the name of its type, and how deep in other lists it is."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str: ...
    def read(self, value: object) -> T_co:
        """Raises Unreadable."""


class Text:
    """Any text."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} = 'text'"

    def read(self, value: object) -> str:
        if isinstance(value, str):
            return value
        raise Unreadable


class Word(Generic[E]):
    """One of the words of an enum."""

    def __init__(self, words: type[E]) -> None:
        self._words = words
        self._all = "(" + ", ".join(f"'{word}'" for word in words) + ")"

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} = 'text' AND {value} IN {self._all}"

    def read(self, value: object) -> E:
        try:
            return self._words(Text().read(value))
        except ValueError:
            raise Unreadable from None


class Whole:
    """A whole number within limits."""

    def __init__(self, least: int = _SMALLEST, most: int = _LARGEST) -> None:
        self._least, self._most = least, most

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} = 'integer' AND {value} BETWEEN {self._least} AND {self._most}"

    def read(self, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and self._least <= value <= self._most:
            return value
        raise Unreadable


class Number:
    """Any number."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} IN ('integer', 'real')"

    def read(self, value: object) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        raise Unreadable


class Flag:
    """JSON's true or false."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} IN ('true', 'false')"

    def read(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise Unreadable


class Day:
    """A day as ISO 8601 writes it."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} = 'text' AND date({value}) IS {value}"

    def read(self, value: object) -> date:
        try:
            return date.fromisoformat(Text().read(value))
        except ValueError:
            raise Unreadable from None


class Made(Generic[T, U]):
    """What a function makes of another kind. What it raises is a defect, unless the value stands against it."""

    def __init__(self, kind: Kind[T], make: Callable[[T], U]) -> None:
        self._kind, self._make = kind, make

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return self._kind.sql(value, type_name, depth)

    def read(self, value: object) -> U:
        return self._make(self._kind.read(value))


class Maybe(Generic[T]):
    """Another kind, or none: nothing at all, or an empty text."""

    def __init__(self, kind: Kind[T]) -> None:
        self._kind = kind

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"(coalesce({type_name}, 'null') = 'null' OR {value} = '' OR {self._kind.sql(value, type_name, depth)})"

    def read(self, value: object) -> T | None:
        return None if value is None or value == "" else self._kind.read(value)


class Many(Generic[T]):
    """A JSON list of one kind."""

    def __init__(self, kind: Kind[T]) -> None:
        self._kind = kind

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        each = f"each_{depth}"
        good = self._kind.sql(f"{each}.value", f"{each}.type", depth + 1)
        none_bad = f"NOT EXISTS (SELECT 1 FROM json_each({value}) AS {each} WHERE NOT coalesce({good}, 0))"
        return f"CASE WHEN {type_name} = 'array' THEN {none_bad} ELSE 0 END"

    def read(self, value: object) -> tuple[T, ...]:
        if isinstance(value, list):
            return tuple(self._kind.read(each) for each in value)
        raise Unreadable


class Row:
    """A JSON list with a kind for each of its places, of which the last ones may be missing."""

    def __init__(self, *kinds: Kind[Any], least: int | None = None) -> None:
        self._kinds = kinds
        self._least = len(kinds) if least is None else least

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        good = [f"json_array_length({value}) BETWEEN {self._least} AND {len(self._kinds)}"]
        for place, kind in enumerate(self._kinds):
            each = kind.sql(f"json_extract({value}, '$[{place}]')", f"json_type({value}, '$[{place}]')", depth + 1)
            good.append(f"({each})" if place < self._least else f"(json_array_length({value}) <= {place} OR {each})")
        return f"CASE WHEN {type_name} = 'array' THEN {' AND '.join(good)} ELSE 0 END"

    def read(self, value: object) -> tuple[Any, ...]:
        if isinstance(value, list) and self._least <= len(value) <= len(self._kinds):
            return tuple(kind.read(each) for kind, each in zip(self._kinds, value, strict=False))
        raise Unreadable


class Record:
    """A JSON object with a kind for each name; `needed` must be there, and what else is in it counts for nothing."""

    def __init__(self, needed: Mapping[str, Kind[Any]], others: Mapping[str, Kind[Any]]) -> None:
        self._needed, self._others = needed, others

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        def there(name: str) -> str:
            return f"json_type({value}, '$.{name}')"

        def good(name: str, kind: Kind[Any]) -> str:
            return kind.sql(f"json_extract({value}, '$.{name}')", there(name), depth + 1)

        needed = (f"({good(*each)})" for each in self._needed.items())
        others = (f"({there(each[0])} IS NULL OR {good(*each)})" for each in self._others.items())
        return f"CASE WHEN {type_name} = 'object' THEN {' AND '.join((*needed, *others))} ELSE 0 END"

    def read(self, value: object) -> Mapping[str, Any]:
        if not isinstance(value, dict) or not self._needed.keys() <= value.keys():
            raise Unreadable
        kinds = {**self._needed, **self._others}
        return {name: kind.read(value[name]) for name, kind in kinds.items() if name in value}


class Either(Generic[T, U]):
    """One of two kinds."""

    def __init__(self, first: Kind[T], second: Kind[U]) -> None:
        self._first, self._second = first, second

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"({self._first.sql(value, type_name, depth)} OR {self._second.sql(value, type_name, depth)})"

    def read(self, value: object) -> T | U:
        try:
            return self._first.read(value)
        except Unreadable:
            return self._second.read(value)


class Json(Generic[T]):
    """Another kind, written as JSON into a text."""

    def __init__(self, kind: Kind[T]) -> None:
        self._kind = kind

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        good = self._kind.sql(value, f"json_type({value})", depth)
        return f"CASE WHEN {type_name} = 'text' AND json_valid({value}) THEN {good} ELSE 0 END"

    def read(self, value: object) -> T:
        try:
            return self._kind.read(json.loads(Text().read(value), parse_constant=_no_constant))
        except (ValueError, RecursionError):
            raise Unreadable from None


def _no_constant(word: str) -> None:
    """Python alone takes NaN and Infinity for JSON."""
    raise Unreadable(word)


MOMENT: Final[Kind[datetime]] = Made(Whole(_YEAR_1_MS, _YEAR_9999_MS), from_ms)


class Column(Generic[T]):
    """A kind, and what stands for a value that is none of it: `instead`, as the column would hold it."""

    def __init__(self, kind: Kind[T], instead: str | int | None) -> None:
        self._kind, self.instead = kind, instead
        # Most rows have one of a few dozen words and lists, and to read one costs more than all else of a row.
        self._read_short = lru_cache(_KEPT)(kind.read)
        self._otherwise = kind.read(instead)

    def sql(self, name: str) -> str:
        """What holds where the column of that name can be read."""
        return f"coalesce({self._kind.sql(name, f'typeof({name})')}, 0)"

    def read(self, raw: object) -> T:
        """The value, or what stands for one that cannot be read."""
        try:
            return self._value(raw)
        except Unreadable:
            _log.info("a value cannot be read")
            return self._otherwise

    def is_readable(self, raw: object) -> bool:
        """Whether it can be read."""
        try:
            self._value(raw)
        except Unreadable:
            return False
        return True

    def _value(self, raw: object) -> T:
        return self._read_short(raw) if isinstance(raw, str) and len(raw) <= _SHORT else self._kind.read(raw)
