"""A screen reader's data about a program, requested over the accessibility bus.

A program of its own, for the system's Python, which has the bindings: a request a line on standard input, an answer a line
on standard output, both JSON. Requests are `{"do": …, "pid": …, …}`:

    tree                                    all that is in view: name, role, identifier, text, description, states, actions
    find   name, role, id                   the first of it with that name (or text), role and identifier; empty ones fit all
    act    path, action                     do one of a node's actions by its name
    write  path, text                       put a text into an editable one
    focus  path                             give it the keyboard
    keys   keys                             press a key, or keys together: "Down", "ctrl+n"
    type   text                             type it, key by key
    hear   words                            the first of it that has these words in its text
    beyond                                  asks each node in view for children behind its last one; the number that have none
    active                                  true where one of its windows has the keyboard; reads all nodes in view first
    focused                                 the node with the keyboard, by the last report; the only way to a menu's lines
    announced                               the texts that were to be read out so far

`path` is the way from the program down to the node, as `tree` gave it. An answer is `{"ok": …}` or `{"error": …}`.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

_STATES = {
    "active": Atspi.StateType.ACTIVE,
    "checked": Atspi.StateType.CHECKED,
    "enabled": Atspi.StateType.ENABLED,
    "focusable": Atspi.StateType.FOCUSABLE,
    "focused": Atspi.StateType.FOCUSED,
    "selected": Atspi.StateType.SELECTED,
    "editable": Atspi.StateType.EDITABLE,
}
_MOST_CELLS = 400
_KEYS = {
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "Tab": 0xFF09,
    "Return": 0xFF0D,
    "Escape": 0xFF1B,
    "F10": 0xFFC7,
    "space": 0x20,
}
_MODIFIERS = {"ctrl": 37, "shift": 50, "alt": 64}
"""Keys go by their X keysyms, modifiers by their places on the keyboard."""


class Probe:
    """Answers requests, and collects the events of programs meanwhile."""

    def __init__(self) -> None:
        self._focused: Any = None
        self._announced: list[str] = []
        self._rest = b""
        self._loop = GLib.MainLoop()
        self._listener = Atspi.EventListener.new(self._heard)
        self._listener.register("object:state-changed:focused")
        self._listener.register("object:announcement")
        GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, self._asked)

    def run(self) -> None:
        self._loop.run()

    def _heard(self, event: Any) -> None:
        if event.type.startswith("object:announcement"):
            self._announced.append(str(event.any_data))
        elif event.detail1:
            self._focused = event.source

    def _asked(self, source: int, condition: Any) -> bool:
        data = os.read(0, 65536)
        if not data:
            self._loop.quit()
            return False
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            print(json.dumps(self._answer_to(json.loads(line))), flush=True)
        return True

    def _answer_to(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"ok": self._answer(request)}
        except (GLib.Error, LookupError) as error:
            return {"error": f"{type(error).__name__}: {error}"}

    def _answer(self, request: dict[str, Any]) -> Any:
        match request["do"]:
            case "tree":
                return list(in_view(_program(request["pid"])))
            case "find":
                return _find(_program(request["pid"]), request["name"], request["role"], request["id"])
            case "hear":
                return _hear(_program(request["pid"]), request["words"])
            case "beyond":
                return sum(_has_none_beyond(node) for node, _, _ in _walk(_program(request["pid"]), ()))
            case "active":
                seen = [states.contains(Atspi.StateType.ACTIVE) for _, _, states in _walk(_program(request["pid"]), ())]
                return any(seen)
            case "keys":
                return _press(request["keys"])
            case "type":
                return Atspi.generate_keyboard_event(0, request["text"], Atspi.KeySynthType.STRING)
            case "focused":
                return _told(self._focused, (), self._focused.get_state_set()) if self._focused else None
            case "announced":
                return self._announced
        node = _at(_program(request["pid"]), request["path"])
        match request["do"]:
            case "act":
                return _act(node, request["action"])
            case "write":
                return node.get_editable_text_iface().set_text_contents(request["text"])
            case "place":
                box = node.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
                return [box.x, box.y, box.width, box.height]
            case "focus":
                return node.get_component_iface().grab_focus()
        raise LookupError(f"nothing is called {request['do']}")


def _program(pid: int) -> Any:
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for n in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(n)
        if program is not None and program.get_process_id() == pid:
            return program
    raise LookupError("the program is not on the accessibility bus")


def _at(node: Any, path: list[int]) -> Any:
    for index in path:
        node = node.get_child_at_index(index)
        if node is None:
            raise LookupError("it is gone")
    return node


def _act(node: Any, wanted: str) -> bool:
    actions = node.get_action_iface()
    names = [actions.get_action_name(n) for n in range(actions.get_n_actions())] if actions else []
    if wanted not in names:
        raise LookupError(f"no {wanted} among {names}")
    done: bool = actions.do_action(names.index(wanted))
    return done


def _find(program: Any, name: str, role: str, identifier: str) -> dict[str, Any] | None:
    """Ask each node only for the searched attributes: each answer is a message of the bus."""
    for node, path, states in _walk(program, ()):
        with suppress(GLib.Error):
            fits = (not identifier or identifier == node.get_accessible_id()) and (not role or role == _role(node))
            if fits and (not name or name == node.get_name() or name == _text(node)):
                return _told(node, path, states)
    return None


def _hear(program: Any, words: str) -> dict[str, Any] | None:
    """Ask each node only for its text, as `_find` does for its attributes."""
    for node, path, states in _walk(program, ()):
        with suppress(GLib.Error):
            if any(words in said for said in (node.get_name() or "", _text(node), node.get_description() or "")):
                return _told(node, path, states)
    return None


def in_view(program: Any) -> Iterator[dict[str, Any]]:
    """Yield all visible nodes, in full; nodes that disappear meanwhile are left out."""
    for node in _walk(program, ()):
        with suppress(GLib.Error):
            yield _told(*node)


def _walk(node: Any, path: tuple[int, ...]) -> Iterator[tuple[Any, tuple[int, ...], Any]]:
    """Yield a visible node and all below it, each with its path and states; nodes that disappear meanwhile are left out."""
    try:
        states = node.get_state_set()
        if path and not states.contains(Atspi.StateType.SHOWING):
            return
        yield node, path, states
        count = min(node.get_child_count(), _MOST_CELLS)
        children = [node.get_child_at_index(n) for n in range(count)]
    except GLib.Error:
        return
    for index, child in enumerate(children):
        if child is not None:
            yield from _walk(child, (*path, index))


def _has_none_beyond(node: Any) -> bool:
    """Ask for children behind the last one, as a reader does whose count is outdated."""
    try:
        count = node.get_child_count()
        return not any(node.get_child_at_index(count + n) for n in range(4))
    except GLib.Error:
        return False


def _told(node: Any, path: tuple[int, ...], states: Any) -> dict[str, Any]:
    actions = node.get_action_iface()
    return {
        "path": path,
        "name": node.get_name() or "",
        "role": _role(node),
        "id": node.get_accessible_id() or "",
        "description": node.get_description() or "",
        "text": _text(node),
        "states": [name for name, state in _STATES.items() if states.contains(state)],
        "actions": [actions.get_action_name(n) for n in range(actions.get_n_actions())] if actions else [],
    }


def _role(node: Any) -> str:
    """Return the role; an older bus calls a button a push button."""
    role: str = node.get_role_name()
    return role.removeprefix("push ")


def _text(node: Any) -> str:
    text = node.get_text_iface()
    return Atspi.Text.get_text(text, 0, -1) if text else ""


def _press(keys: str) -> bool:
    """Press the keys through the X server, as from a keyboard."""
    *held, key = keys.split("+")
    for each in held:
        Atspi.generate_keyboard_event(_MODIFIERS[each], None, Atspi.KeySynthType.PRESS)
    pressed: bool = Atspi.generate_keyboard_event(_KEYS.get(key) or ord(key), None, Atspi.KeySynthType.SYM)
    for each in held:
        Atspi.generate_keyboard_event(_MODIFIERS[each], None, Atspi.KeySynthType.RELEASE)
    return pressed


if __name__ == "__main__":
    Atspi.init()
    Atspi.set_timeout(5000, 5000)
    Probe().run()
