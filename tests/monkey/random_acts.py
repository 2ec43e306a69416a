"""The acts of the monkey: with weights, each on a visible target, all chosen by one random generator."""

import random
from collections.abc import Callable
from typing import Final

from tests.monkey.simulated_input import Point, UserInput
from tests.monkey.subject import Target, View, in_front

from postdesk.domain.practice import FaultKind, Operation

Control = Callable[[str, str, object], None]
"""Asks the sandbox's control endpoint: method, path, body."""

_WORDS: Final = (
    "Fresh bread at nine.",
    "<b>bold</b> & <script>alert(1)</script>",
    "שלום עולם",
    "مرحبا",
    "👩‍🚀🎉 party",
    "https://example.com/a?b=c&d=e",
    "#tag @name",
    "a" * 300,
    "long words and more of them " * 30,
    "tomorrow 9:00",
    "25:99",
    "2026-13-40",
    "12/12",
    "%s %n {0}",
    "😀" * 20,
    " ",
    "9",
)
_SHORTCUTS: Final = (
    *("ctrl+n", "ctrl+e", "ctrl+shift+n", "ctrl+o", "ctrl+shift+e", "ctrl+k", "F5", "ctrl+shift+l", "ctrl+shift+p"),
    *("ctrl+comma", "F1", "F10", "ctrl+1", "ctrl+2", "ctrl+3", "ctrl+4", "ctrl+5", "ctrl+6", "ctrl+7", "ctrl+8"),
    *("ctrl+Return", "ctrl+shift+Return", "ctrl+z", "ctrl+y", "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+x", "ctrl+period"),
    *("ctrl+shift+i", "F7", "F2", "ctrl+f", "shift+F10", "Menu"),
)
_KEYS: Final = (
    *("Escape", "Return", "Tab", "shift+Tab", "space", "Delete", "BackSpace", "Left", "Right", "Up", "Down"),
    *("Prior", "Next", "Home", "End", "shift+Down", "shift+Right", "ctrl+Left", "ctrl+Right", "alt+Down"),
)
_SIZES: Final = ((1600, 1000), (1280, 800), (1024, 700), (900, 600), (700, 900))
_SLOW: Final = (FaultKind.DELAY, FaultKind.DELAY_AFTER, FaultKind.DRIP, FaultKind.REFUSE_CONNECTION)
_SPANS_S: Final = (60, 600, 3600, 7200, 86_400)
_MOSTLY_IN_FRONT: Final = 0.9


class RandomActs:
    """The acts, one after the other; `next` does one, and returns its description."""

    def __init__(self, chance: random.Random, hands: UserInput, control: Control) -> None:
        self._chance, self._hands, self._control = chance, hands, control
        weighted: dict[Callable[[View], str], int] = {
            self._click: 34,
            self._double_click: 3,
            self._context_menu: 6,
            self._drag: 6,
            self._wheel: 5,
            self._type: 12,
            self._shortcut: 14,
            self._key: 14,
            self._write_a_post: 4,
            self._resize: 1,
            self._move_the_clock: 2,
            self._arm_a_fault: 2,
            self._disarm: 1,
        }
        self._acts, self._weights = tuple(weighted), tuple(weighted.values())

    def next(self, view: View) -> str:
        """Do one act."""
        if view.file_dialog:
            self._hands.keys("Escape")
            return "Escape out of a file dialog"
        (act,) = self._chance.choices(self._acts, self._weights)
        return act(view)

    def _target(self, view: View, *kinds: str) -> Target | None:
        front = in_front(view.targets)
        among = front if front and self._chance.random() < _MOSTLY_IN_FRONT else list(view.targets)
        wanted = [target for target in among if not kinds or target.kind in kinds]
        return self._chance.choice(wanted or among) if wanted or among else None

    def _point(self, target: Target | None) -> Point:
        across, down = self._chance.random(), self._chance.random()
        return target.point(across, down) if target else (int(1599 * across), int(999 * down))

    def _click(self, view: View) -> str:
        target = self._target(view)
        self._hands.click(self._point(target))
        return f"click {_named(target)}"

    def _double_click(self, view: View) -> str:
        target = self._target(view)
        self._hands.click(self._point(target), times=2)
        return f"double click {_named(target)}"

    def _context_menu(self, view: View) -> str:
        target = self._target(view, "list", "field", "other")
        self._hands.click(self._point(target), button=3)
        return f"right click {_named(target)}"

    def _drag(self, view: View) -> str:
        start, end = self._target(view, "list", "other", "field"), self._target(view)
        self._hands.drag(self._point(start), self._point(end))
        return f"drag {_named(start)} to {_named(end)}"

    def _wheel(self, view: View) -> str:
        target, clicks = self._target(view), self._chance.choice((-9, -3, 3, 9))
        self._hands.wheel(self._point(target), clicks)
        return f"wheel {clicks} {_named(target)}"

    def _type(self, view: View) -> str:
        target, words = self._target(view, "field"), self._chance.choice(_WORDS)
        self._hands.click(self._point(target))
        self._hands.type(words)
        return f"type {words[:20]!r} into {_named(target)}"

    def _shortcut(self, view: View) -> str:
        keys = self._chance.choice(_SHORTCUTS)
        self._hands.keys(keys)
        return f"press {keys}"

    def _key(self, view: View) -> str:
        keys = [self._chance.choice(_KEYS)] * self._chance.choice((1, 1, 1, 2, 5))
        self._hands.keys(*keys)
        return f"press {' '.join(keys)}"

    def _write_a_post(self, view: View) -> str:
        """Do a person's most frequent task: write a new post and submit it, or nearly."""
        end = self._chance.choice(("ctrl+Return", "ctrl+Return", "ctrl+shift+Return", "Escape"))
        words = f"{self._chance.choice(_WORDS)[:60]} {self._chance.randrange(1000)}"
        self._hands.keys("Escape", "ctrl+n")
        self._hands.type(words)
        self._hands.keys(end)
        return f"write {words[:20]!r} and press {end}"

    def _resize(self, view: View) -> str:
        size = self._chance.choice(_SIZES)
        self._hands.resize(size)
        return f"resize to {size}"

    def _move_the_clock(self, view: View) -> str:
        seconds = self._chance.choice(_SPANS_S)
        self._control("POST", "clock", {"advance": seconds})
        return f"clock on by {seconds} s"

    def _arm_a_fault(self, view: View) -> str:
        kind, operation = self._chance.choice(tuple(FaultKind)), self._chance.choice(tuple(Operation))
        order: dict[str, object] = {"kind": kind, "operation": operation, "count": self._chance.choice((1, 1, 2, 5))}
        if kind in _SLOW:
            order["delay"] = self._chance.choice((1, 5))
        self._control("POST", "faults", order)
        return f"fault {kind} of {operation}"

    def _disarm(self, view: View) -> str:
        self._control("DELETE", "faults", None)
        return "all faults off"


def _named(target: Target | None) -> str:
    return f"{target.kind} {target.type} {target.name}".strip() if target else "the screen"
