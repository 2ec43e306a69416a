"""Scenarios as data: steps read from TOML, each checked when it is read.

A scenario is a list of `[[step]]` tables with a `name`, and with `do`: a list of inline tables, one action each. The key
that names the action comes with its own value; the other keys say more about it:

    { click = "composer.schedule" }                    a widget by identifier, accessible name or text; item = a line of it
    { double = "calendar.month", item = "Hello" }      a double click
    { type = "Hello", into = "composer.text" }         into what has the focus without `into`
    { key = "Ctrl+Return" }
    { menu = "composer.text" }                         its own menu, as the menu key opens it
    { choose = "Every day", in = "settings.slots.days" }  a line of a combo box; of the menu that is open without `in`
    { see = "Published", in = "results.table" }        a text, or the identifier of a widget; item = only in this line
    { gone = "Sending", in = "results.table" }         the opposite
    { focus = "first_run.practice" }                   it has the focus, or something within it
    { browser = "allow", account = "Mara Lindqvist" }  on the connect page that was opened: allow, deny or expire
    { page = "Hello" }                                 the page that was opened shows this text
    { resize = "1440x900" }                            the main window

`within`: the timeout in seconds; the action is retried until then.
"""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, cast

from postdesk.domain.lazy_dataclass import dataclass

_PATIENCE: Final = 10.0
_DECISIONS: Final = ("allow", "deny", "expire")
_WRITTEN: Final = {"in": "place"}


class ScriptProblem(Exception):
    """The scenario can't be read; the text says where and why."""


class StepMismatch(Exception):
    """The app does not (yet) match the scenario; the text names the difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedAction:
    """An action that is repeated until it succeeds, for `within` seconds at most."""

    within: float = _PATIENCE


@dataclass(frozen=True, slots=True)
class Click(TimedAction):
    what: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class DoubleClick(Click):
    """Two clicks in a row, with the same fields as `Click`."""


@dataclass(frozen=True, slots=True)
class Type(TimedAction):
    text: str
    into: str = ""

    def __post_init__(self) -> None:
        if not (self.text.isascii() and self.text.isprintable()):
            raise ValueError("only printable ASCII characters can be typed; for others there is key")


@dataclass(frozen=True, slots=True)
class Key(TimedAction):
    keys: str


@dataclass(frozen=True, slots=True)
class Menu(TimedAction):
    what: str


@dataclass(frozen=True, slots=True)
class Choose(TimedAction):
    item: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class See(TimedAction):
    what: str
    place: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class SeeGone(See):
    """The opposite of `See`, with the same fields."""


@dataclass(frozen=True, slots=True)
class Focus(TimedAction):
    what: str


@dataclass(frozen=True, slots=True)
class Decide(TimedAction):
    """A decision on the connect page. `account` is a part of the account's label; empty for the preselected one."""

    decision: str
    account: str = ""

    def __post_init__(self) -> None:
        if self.decision not in _DECISIONS:
            raise ValueError(f"browser is one of {', '.join(_DECISIONS)}")


@dataclass(frozen=True, slots=True)
class SeePage(TimedAction):
    text: str


@dataclass(frozen=True, slots=True)
class Resize(TimedAction):
    size: str

    def __post_init__(self) -> None:
        width, _, height = self.size.partition("x")
        if not (width.isdecimal() and height.isdecimal()):
            raise ValueError('resize is a width and a height, such as "1440x900"')

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in logical pixels."""
        width, _, height = self.size.partition("x")
        return int(width), int(height)


Action = Click | Type | Key | Menu | Choose | See | SeeGone | Focus | Decide | SeePage | Resize

_ACTIONS: Final[dict[str, type[Action]]] = {
    "click": Click,
    "double": DoubleClick,
    "type": Type,
    "key": Key,
    "menu": Menu,
    "choose": Choose,
    "see": See,
    "gone": SeeGone,
    "focus": Focus,
    "browser": Decide,
    "page": SeePage,
    "resize": Resize,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A named step: its actions; the name is printed and names the picture."""

    name: str
    actions: tuple[Action, ...]

    @property
    def slug(self) -> str:
        """The name for a file: "publish-now"."""
        kept = "".join(letter if letter.isalnum() else " " for letter in self.name.lower())
        return "-".join(kept.split())


@dataclass(frozen=True, slots=True)
class Script:
    """A scenario."""

    title: str
    steps: tuple[Step, ...]


def read_script(file: Path) -> Script:
    """Read the scenario in a file. Raises ScriptProblem where it can't be read."""
    try:
        return parse_script(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScriptProblem(f"{file.name} can't be read: {error.strerror}") from error
    except ScriptProblem as problem:
        raise ScriptProblem(f"{file.name}: {problem}") from problem


def parse_script(text: str) -> Script:
    """Parse a scenario from TOML. Raises ScriptProblem where it is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScriptProblem(str(error)) from error
    _only(table, {"title", "step"}, "the scenario")
    steps = table.get("step")
    if not isinstance(steps, list) or not steps:
        raise ScriptProblem("there is no [[step]]")
    return Script(_text(table, "title", "the scenario"), tuple(_step(step, n) for n, step in enumerate(steps, start=1)))


def _step(table: dict[str, Any], number: int) -> Step:
    where = f"step {number}"
    _only(table, {"name", "do"}, where)
    name, actions = _text(table, "name", where), table.get("do")
    where = f"step {number} ({name})"
    if not isinstance(actions, list) or not actions:
        raise ScriptProblem(f"{where}: `do` is a list of actions")
    return Step(name, tuple(_action(action, where) for action in actions))


def _action(table: object, where: str) -> Action:
    if not isinstance(table, dict):
        raise ScriptProblem(f"{where}: {table!r} is no action")
    table = cast("dict[str, Any]", table)
    verbs = [key for key in table if key in _ACTIONS]
    if len(verbs) != 1:
        raise ScriptProblem(f"{where}: an action has one of {', '.join(_ACTIONS)}; this has {', '.join(table) or 'nothing'}")
    verb = verbs[0]
    made, where = _ACTIONS[verb], f"{where}, {verb}"
    within, first, *rest = fields(made)
    named = {_WRITTEN.get(key, key): value for key, value in table.items() if key != verb}
    _only(named, {field.name for field in (within, *rest)}, where)
    for key, value in {first.name: table[verb], **named}.items():
        if not isinstance(value, int | float if key == "within" else str) or value == "":
            raise ScriptProblem(f"{where}: {value!r} is no {'number' if key == 'within' else 'text'}")
    try:
        return made(table[verb], **named)
    except ValueError as error:
        raise ScriptProblem(f"{where}: {error}") from error


def _text(table: dict[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ScriptProblem(f"{where}: `{key}` is a text")
    return value


def _only(table: dict[str, Any], known: set[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise ScriptProblem(f"{where}: `{key}` is not known there")
