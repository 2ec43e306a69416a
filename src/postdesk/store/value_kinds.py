"""Kinds of values in a column or in its JSON: an SQL condition for valid values, and the conversion to domain values.

Condition and conversion agree on every value: valid in SQL means readable, all else raises `UnreadableValue`.
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
"""The log handler watches this name for unreadable values, and starts an integrity check."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")
E = TypeVar("E", bound=StrEnum)

_YEAR_1_MS: Final = -62_135_596_800_000
_YEAR_9999_MS: Final = 253_402_300_799_999
_SHORT: Final = 100
_KEPT: Final = 256
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


class UnreadableValue(ValueError):
    """A value that is not of the expected kind."""


class ValueKind(Protocol[T_co]):
    """A kind of value. `sql` takes the SQL expressions of the value and of its type name, and the depth of nested lists."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str: ...
    def read(self, value: object) -> T_co:
        """Return the domain value. Raises UnreadableValue."""


class TextKind:
    """Any text."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} = 'text'"

    def read(self, value: object) -> str:
        if isinstance(value, str):
            return value
        raise UnreadableValue


class EnumKind(Generic[E]):
    """A value of a string enum."""

    def __init__(self, words: type[E]) -> None:
        self._words = words
        self._all = "(" + ", ".join(f"'{word}'" for word in words) + ")"

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} = 'text' AND {value} IN {self._all}"

    def read(self, value: object) -> E:
        try:
            return self._words(TextKind().read(value))
        except ValueError:
            raise UnreadableValue from None


class IntegerKind:
    """An integer within limits."""

    def __init__(self, least: int = _SMALLEST, most: int = _LARGEST) -> None:
        self._least, self._most = least, most

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} = 'integer' AND {value} BETWEEN {self._least} AND {self._most}"

    def read(self, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and self._least <= value <= self._most:
            return value
        raise UnreadableValue


class NumberKind:
    """Any number."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} IN ('integer', 'real')"

    def read(self, value: object) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        raise UnreadableValue


class BooleanKind:
    """A JSON boolean."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} IN ('true', 'false')"

    def read(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise UnreadableValue


class DateKind:
    """A date in ISO 8601 form."""

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"{type_name} = 'text' AND date({value}) IS {value}"

    def read(self, value: object) -> date:
        try:
            return date.fromisoformat(TextKind().read(value))
        except ValueError:
            raise UnreadableValue from None


class ConvertedKind(Generic[T, U]):
    """Another kind, converted by `make`. An exception in `make` is a bug; within a `JsonKind`, a ValueError means unreadable."""

    def __init__(self, kind: ValueKind[T], make: Callable[[T], U]) -> None:
        self._kind, self._make = kind, make

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return self._kind.sql(value, type_name, depth)

    def read(self, value: object) -> U:
        return self._make(self._kind.read(value))


class OptionalKind(Generic[T]):
    """An optional kind: NULL and empty text stand for None."""

    def __init__(self, kind: ValueKind[T]) -> None:
        self._kind = kind

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"(coalesce({type_name}, 'null') = 'null' OR {value} = '' OR {self._kind.sql(value, type_name, depth)})"

    def read(self, value: object) -> T | None:
        return None if value is None or value == "" else self._kind.read(value)


class ListKind(Generic[T]):
    """A JSON list of one kind."""

    def __init__(self, kind: ValueKind[T]) -> None:
        self._kind = kind

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        each = f"each_{depth}"
        good = self._kind.sql(f"{each}.value", f"{each}.type", depth + 1)
        none_bad = f"NOT EXISTS (SELECT 1 FROM json_each({value}) AS {each} WHERE NOT coalesce({good}, 0))"
        return f"CASE WHEN {type_name} = 'array' THEN {none_bad} ELSE 0 END"

    def read(self, value: object) -> tuple[T, ...]:
        if isinstance(value, list):
            return tuple(self._kind.read(each) for each in value)
        raise UnreadableValue


class TupleKind:
    """A JSON list with a kind for each position; the last ones may be missing."""

    def __init__(self, *kinds: ValueKind[Any], least: int | None = None) -> None:
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
        raise UnreadableValue


class ObjectKind:
    """A JSON object with a kind per name. `needed` names must be there; unknown names are ignored."""

    def __init__(self, needed: Mapping[str, ValueKind[Any]], others: Mapping[str, ValueKind[Any]]) -> None:
        self._needed, self._others = needed, others

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        def there(name: str) -> str:
            return f"json_type({value}, '$.{name}')"

        def good(name: str, kind: ValueKind[Any]) -> str:
            return kind.sql(f"json_extract({value}, '$.{name}')", there(name), depth + 1)

        needed = (f"({good(*each)})" for each in self._needed.items())
        others = (f"({there(each[0])} IS NULL OR {good(*each)})" for each in self._others.items())
        return f"CASE WHEN {type_name} = 'object' THEN {' AND '.join((*needed, *others))} ELSE 0 END"

    def read(self, value: object) -> Mapping[str, Any]:
        if not isinstance(value, dict) or not self._needed.keys() <= value.keys():
            raise UnreadableValue
        kinds = {**self._needed, **self._others}
        return {name: kind.read(value[name]) for name, kind in kinds.items() if name in value}


class UnionKind(Generic[T, U]):
    """One of two kinds."""

    def __init__(self, first: ValueKind[T], second: ValueKind[U]) -> None:
        self._first, self._second = first, second

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        return f"({self._first.sql(value, type_name, depth)} OR {self._second.sql(value, type_name, depth)})"

    def read(self, value: object) -> T | U:
        try:
            return self._first.read(value)
        except UnreadableValue:
            return self._second.read(value)


class JsonKind(Generic[T]):
    """Another kind, stored as JSON text."""

    def __init__(self, kind: ValueKind[T]) -> None:
        self._kind = kind

    def sql(self, value: str, type_name: str, depth: int = 0) -> str:
        good = self._kind.sql(value, f"json_type({value})", depth)
        return f"CASE WHEN {type_name} = 'text' AND json_valid({value}) THEN {good} ELSE 0 END"

    def read(self, value: object) -> T:
        try:
            return self._kind.read(json.loads(TextKind().read(value), parse_constant=_no_constant))
        except (ValueError, RecursionError):
            raise UnreadableValue from None


def _no_constant(word: str) -> None:
    """Reject NaN and Infinity, which Python's parser accepts although JSON has neither."""
    raise UnreadableValue(word)


MOMENT: Final[ValueKind[datetime]] = ConvertedKind(IntegerKind(_YEAR_1_MS, _YEAR_9999_MS), from_ms)


class ColumnKind(Generic[T]):
    """A column's kind and the fallback for unreadable values: `fallback`, in its stored form."""

    def __init__(self, kind: ValueKind[T], fallback: str | int | None) -> None:
        self._kind, self.fallback = kind, fallback
        # Cached: most rows have one of a few dozen values, and parsing dominates the cost of a row.
        self._read_short = lru_cache(_KEPT)(kind.read)
        self._fallback = kind.read(fallback)

    def sql(self, name: str) -> str:
        """Return the SQL condition that the column of that name is readable."""
        return f"coalesce({self._kind.sql(name, f'typeof({name})')}, 0)"

    def read(self, raw: object) -> T:
        """Return the value, or the fallback for an unreadable one."""
        try:
            return self.value(raw)
        except UnreadableValue:
            _log.info("a value cannot be read")
            return self._fallback

    def is_readable(self, raw: object) -> bool:
        """Return True when the value can be read."""
        try:
            self.value(raw)
        except UnreadableValue:
            return False
        return True

    def value(self, raw: object) -> T:
        """Return the value. Raises UnreadableValue."""
        return self._read_short(raw) if isinstance(raw, str) and len(raw) <= _SHORT else self._kind.read(raw)
