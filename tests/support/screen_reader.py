"""Uses a program by names and roles alone, over the accessibility bus; the other end is `screen_reader_probe.py`."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.support.desktop import Desktop
from tests.support.processes import ended, until

_PROBE: Final = Path(__file__).with_name("screen_reader_probe.py")
_SYSTEM_PYTHON: Final = "/usr/bin/python3"
_PRESSES: Final = ("Press", "Toggle")
_MOST_LINES: Final = 30
_MOST_STOPS: Final = 40
_TOLD_AFTER: Final = 0.15


@dataclass(frozen=True)
class Node:
    """A visible node, as the accessibility bus describes it."""

    path: tuple[int, ...]
    name: str
    role: str
    id: str
    description: str
    text: str
    states: frozenset[str]
    actions: tuple[str, ...]

    def says(self, words: str) -> bool:
        return words in self.name or words in self.text or words in self.description


class ScreenReader:
    """A screen reader of one program at a time: `follow` one first."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._pid = 0

    def follow(self, pid: int) -> None:
        """Read this program from now on, once it is there."""
        self._pid = pid
        until(self._there, 30)

    def nodes(self) -> list[Node]:
        """Return all visible nodes: none while the bus names no such program, which can be so again for a moment."""
        try:
            return [_node(told) for told in self._ask("tree")]
        except LookupError:
            return []

    def find(self, name: str = "", role: str = "", *, id: str = "", patience: float = 20) -> Node:  # noqa: A002
        """Return the first visible node with that name (or text), role and identifier, as soon as there is one."""

        def attempt() -> Node | None:
            found = self._try("find", name=name, role=role, id=id)
            return _node(found) if found else None

        return until(attempt, patience, lambda: f"wanted {name!r} {role} {id}\n{self.describe_nodes()}")

    def hear(self, words: str, patience: float = 20) -> Node:
        """Return the first visible node that has these words in its text, as soon as there is one."""

        def attempt() -> Node | None:
            found = self._try("hear", words=words)
            return _node(found) if found else None

        return until(attempt, patience, lambda: f"wanted {words!r}\n{self.describe_nodes()}")

    def press(self, name: str = "", role: str = "", *, id: str = "") -> None:  # noqa: A002
        """Press a button, a box or a cell, as soon as it can be pressed."""

        def attempt() -> bool:
            node = self.find(name, role, id=id)
            action = next((each for each in _PRESSES if each in node.actions), "")
            return "enabled" in node.states and bool(self._try("act", path=node.path, action=action))

        until(attempt, said=lambda: f"wanted to press {name!r} {role} {id}\n{self.describe_nodes()}")

    def focus(self, name: str = "", role: str = "", *, id: str = "") -> None:  # noqa: A002
        """Give a node the keyboard focus."""
        until(lambda: self._try("focus", path=self.find(name, role, id=id).path))
        until(lambda: "focused" in self.find(name, role, id=id).states)

    def open_menu(self, name: str) -> None:
        """Open the menu of a button with the keyboard."""
        self.focus(name, "button")
        self.keys("space")

    def choose(self, line: str) -> None:
        """Go down the open menu to that line, and press it."""
        for _ in range(_MOST_LINES):
            self.keys("Down")
            if self.settled().name == line:
                self.keys("Return")
                return
        raise AssertionError(f"the menu has no line {line!r}")

    def keys(self, keys: str) -> None:
        """Press a key, or keys together: "Down", "ctrl+n", as soon as a window of the program has the keyboard."""
        self._wait_for_the_keyboard()
        self._ask("keys", keys=keys)

    def type(self, text: str) -> None:
        """Type a text of ASCII only, key by key."""
        assert text.isascii(), "for another letter a key of the keyboard would be changed meanwhile"
        self._wait_for_the_keyboard()
        self._ask("type", text=text)

    def tab_to(self, identifier: str) -> None:
        """Move the focus there with the Tab key."""
        stops = [self.settled().id]
        while stops[-1] != identifier:
            assert len(stops) < _MOST_STOPS, f"Tab leads to {stops}, and not to {identifier}"
            self.keys("Tab")
            stops.append(self.settled().id)

    def reached(self, identifier: str) -> None:
        """Wait until the focus is there."""
        until(lambda: self.focused().id == identifier, said=lambda: f"wanted {identifier}\n{self.describe_nodes()}")

    def gone(self, identifier: str) -> None:
        """Wait until no visible node has that identifier: a button may close its window a moment later."""
        until(lambda: self.lacks(identifier), said=self.describe_nodes)

    def lacks(self, identifier: str) -> bool:
        """Return True where no visible node has that identifier; False while the bus names no such program."""
        try:
            return self._ask("find", name="", role="", id=identifier) is None
        except LookupError:
            return False

    def place(self, node: Node) -> tuple[int, int, int, int]:
        """Return its place on the screen: left, top, width and height."""
        left, top, width, height = self._ask("place", path=node.path)
        return left, top, width, height

    def focused(self) -> Node:
        """Return the focused node; an empty one while that is gone."""
        try:
            return _node(self._ask("focused") or _NOWHERE)
        except LookupError:
            return _node(_NOWHERE)

    def write(self, text: str, name: str = "", role: str = "", *, id: str = "") -> None:  # noqa: A002
        """Replace the text of a field."""
        attempt = lambda: self._try("write", path=self.find(name, role, id=id).path, text=text)  # noqa: E731
        until(attempt, said=lambda: f"wanted to write into {name!r} {role} {id}\n{self.describe_nodes()}")

    def announced(self) -> list[str]:
        """Return all texts that programs had read out so far."""
        return list(self._ask("announced"))

    def ask_beyond(self) -> int:
        """Ask each visible node for children behind its last one; return the number of nodes that have none."""
        return int(self._ask("beyond"))

    def describe_nodes(self) -> str:
        """Return all visible nodes that have a name, a line each, for messages."""
        named = (node for node in self.nodes() if node.name and (*node.actions, node.text) != ("Toggle", ""))
        return "\n".join(f"{'  ' * len(n.path)}{n.role} {n.name!r} {n.text!r} #{n.id} {n.actions}" for n in named)

    def settled(self) -> Node:
        """Return the focused node once its reports have ended: they come after the key."""
        before = self.focused()
        time.sleep(_TOLD_AFTER)
        while (now := self.focused()) != before:
            before = now
            time.sleep(_TOLD_AFTER)
        return now

    def _wait_for_the_keyboard(self) -> None:
        """Wait for the focus; read all nodes meanwhile, since a window that was just closed keeps it for a moment longer."""
        until(lambda: self._try("active"))

    def _there(self) -> bool:
        return len(self.nodes()) > 1

    def _try(self, act: str, **more: Any) -> Any:
        """Return the answer; None while the requested node does not exist."""
        try:
            return self._ask(act, **more)
        except LookupError:
            return None

    def _ask(self, act: str, **more: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": act, "pid": self._pid, **more}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise LookupError(answer["error"])
        return answer["ok"]


_NOWHERE: Final = {"path": [], "name": "", "role": "", "id": "", "description": "", "text": "", "states": [], "actions": []}


def _node(told: dict[str, Any]) -> Node:
    exact = {"path": tuple(told["path"]), "states": frozenset(told["states"]), "actions": tuple(told["actions"])}
    return Node(**told | exact)


@contextmanager
def screen_reader(desktop: Desktop) -> Iterator[ScreenReader]:
    """Run a screen reader on that desktop."""
    command = [_SYSTEM_PYTHON, "-B", str(_PROBE)]
    process = subprocess.Popen(
        command, env=desktop.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with ended(process):
        yield ScreenReader(process)
