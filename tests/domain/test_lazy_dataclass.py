"""A lazy dataclass behaves as one of the standard library, and compiles nothing before its first object."""

import copy
import dataclasses
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest
from tests.support.imports import PACKAGE

from postdesk.domain.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A point."""

    ORIGIN: ClassVar[int] = 0
    x: int
    y: int = 2
    names: list[str] = field(default_factory=list, compare=False)

    @property
    def both(self) -> int:
        """Their sum."""
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Spot(Point):
    y: int = 3
    colour: str = "red"


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    x: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    x: int


@dataclass(slots=True)
class Changing:
    x: int = 1

    def __post_init__(self) -> None:
        self.x += 1


def test_it_has_its_values_its_defaults_and_its_methods() -> None:
    assert (Point(1).x, Point(1).y, Point(1).both, Point.ORIGIN) == (1, 2, 3, 0)
    assert repr(Point(1, 5)) == "Point(x=1, y=5, names=[])"
    assert Point(1).names is not Point(1).names
    assert Point.__doc__ == "A point."


def test_equal_values_are_equal_and_have_one_hash() -> None:
    assert Point(1) == Point(1, names=["a"]) != Point(2)
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert Alone(1) != Alone(1)


def test_a_frozen_one_can_not_be_changed_and_another_one_can() -> None:
    with pytest.raises(FrozenInstanceError):
        Point(1).x = 2  # type: ignore[misc]
    changing = Changing()
    changing.x += 1
    assert changing == Changing(2)
    assert not hasattr(changing, "__dict__")


def test_it_can_be_replaced_listed_copied_and_matched() -> None:
    assert dataclasses.replace(Point(1), x=4) == Point(4)
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 2, "names": []}
    assert copy.deepcopy(Point(1)) == pickle.loads(pickle.dumps(Point(1))) == Point(1)
    match Point(1, 7):
        case Point(x, y):
            assert (x, y) == (1, 7)


def test_nothing_of_a_frozen_one_can_be_deleted() -> None:
    with pytest.raises(FrozenInstanceError):
        del Point(1).x


def test_it_keeps_the_methods_that_it_has() -> None:
    @dataclass(frozen=True, slots=True)
    class Folded:
        word: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Folded) and self.word.lower() == other.word.lower()

        def __hash__(self) -> int:
            return hash(self.word.lower())

        def __repr__(self) -> str:
            return f"<{self.word}>"

    assert {Folded("a"), Folded("A")} == {Folded("A")}
    assert repr(Folded("a")) == "<a>"


def test_a_secret_is_not_written() -> None:
    @dataclass(frozen=True, slots=True)
    class Key:
        name: str
        value: str = field(default="", repr=False)

    assert repr(Key("test", "hidden")).endswith("Key(name='test')")


def test_one_without_fields_is_like_all_others() -> None:
    @dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    assert {Nothing(), Nothing()} == {Nothing()}


def test_one_that_can_be_changed_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Changing())


def test_its_fields_are_known_before_its_first_object() -> None:
    @dataclass(frozen=True, slots=True)
    class Unused:
        x: int
        y: str = ""

    assert [each.name for each in dataclasses.fields(Unused)] == ["x", "y"]
    assert dataclasses.is_dataclass(Unused)


def test_a_subclass_has_the_fields_of_both() -> None:
    assert Spot(1) == Spot(1, 3, [], "red")
    assert Spot(1).both == 4
    assert isinstance(Spot(1), Point)
    assert Spot(1) != Point(1, 3)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="takes 1 positional argument"):
        Named(1)  # type: ignore[call-arg]


def test_nothing_is_compiled_before_the_first_object(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[type] = []
    make = dataclasses.dataclass

    def noted(cls: type | None = None, /, **options: Any) -> Any:
        def decorate(given: type) -> type:
            made.append(given)
            return make(**options)(given)

        return decorate(cls) if cls else decorate

    monkeypatch.setattr(dataclasses, "dataclass", noted)

    @dataclass(frozen=True, slots=True)
    class Late:
        x: int

    assert made == []
    assert (Late(1), Late(2)) == (Late(1), Late(2))
    assert len(made) == 1


def test_one_without_slots_is_made_at_once() -> None:
    @dataclass
    class Open:
        x: int = 1

    assert (Open(), Open.x, vars(Open(2))) == (Open(1), 1, {"x": 2})


def test_threads_may_make_the_first_objects_at_once() -> None:
    for _ in range(50):

        @dataclass(frozen=True, slots=True)
        class Shared:
            x: int

        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(Shared, range(16)))
        assert found == [Shared(n) for n in range(16)]
        assert len(set(found)) == 16


def test_all_dataclasses_but_those_of_the_sandbox_are_lazy() -> None:
    for file in PACKAGE.rglob("*.py"):
        if "sandbox" not in file.relative_to(PACKAGE).parts and file.name != "lazy_dataclass.py":
            assert not re.search(r"^from dataclasses import .*\bdataclass\b", file.read_text("utf-8"), re.MULTILINE), file
