"""The signals of the package, read from the source: none only passes another one on.

A widget may give its own name to a signal of Qt (a button's `clicked`). A signal of Postdesk that is connected to another one
adds nothing: a receiver connects to the first one, and a request for something elsewhere in the window calls the navigator.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "postdesk"
OF_QT = {"activated", "changed", "clicked", "currentChanged", "finished"}
"""Names that Qt uses as well: such a signal is Postdesk's own only where it belongs to `self` and its class declares it."""


def signals_of(tree: ast.AST) -> dict[str, set[str]]:
    """Return the signals that each class declares, by the name of the class."""
    return {
        node.name: {
            target.id
            for each in node.body
            if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call) and ast.unparse(each.value.func) == "Signal"
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def pairs(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each signal with its slot, from calls of `connect` and from the rows of tables that are looped over to connect."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect" and node.args:
        yield node.func.value, node.args[0]
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        yield node.elts[0], node.elts[1]


def emitted(slot: ast.expr, own: set[str]) -> str:
    """Return the name of the own signal that the slot is or only emits; empty for any other slot."""
    if isinstance(slot, ast.Lambda) and isinstance(slot.body, ast.Call):
        slot = slot.body.func
        if not (isinstance(slot, ast.Attribute) and slot.attr == "emit"):
            return ""
    if isinstance(slot, ast.Attribute) and slot.attr == "emit":
        slot = slot.value
    if isinstance(slot, ast.Attribute) and ast.unparse(slot.value) == "self" and slot.attr in own:
        return slot.attr
    return ""


def relays(source: str, known: set[str]) -> list[str]:
    """Return the relays of a module as "Class.signal from view.signal"; `known` are the names of all signals of the package."""
    tree = ast.parse(source)
    declared = signals_of(tree)
    found = []
    for made in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        loops = {
            ast.unparse(loop.target): loop.iter
            for loop in ast.walk(made)
            if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name)
        }
        for source_, slot in (pair for node in ast.walk(made) for pair in pairs(node)):
            name = emitted(slot, declared[made.name])
            looped = loops.get(ast.unparse(source_))
            sources = looped.elts if isinstance(looped, ast.Tuple) else [source_]
            found += [
                f"{made.name}.{name} from {ast.unparse(each)}"
                for each in sources
                if name and isinstance(each, ast.Attribute) and each.attr in known - OF_QT
            ]
    return found


def test_no_signal_only_passes_another_one_on() -> None:
    sources = {file: file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py"))}
    known = {name for source in sources.values() for names in signals_of(ast.parse(source)).values() for name in names}
    found = [
        f"{file.relative_to(PACKAGE).as_posix()}: {relay}" for file, source in sources.items() for relay in relays(source, known)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("connected", "relay"),
    [
        ("view.opened.connect(self.asked)", "Pane.asked from view.opened"),
        ("view.opened.connect(self.asked.emit)", "Pane.asked from view.opened"),
        ("self._view.opened.connect(lambda which: self.asked.emit(which))", "Pane.asked from self._view.opened"),
        (
            "for signal, slot in ((view.opened, self.asked), (view.left, self.hide)): signal.connect(slot)",
            "Pane.asked from view.opened",
        ),
        ("for signal in (view.opened, button.clicked): signal.connect(self.asked)", "Pane.asked from view.opened"),
        ("button.clicked.connect(self.asked)", ""),
        ("view.opened.connect(self.show)", ""),
        ("view.opened.connect(lambda: self.show())", ""),
        ("view.opened.connect(other.asked)", ""),
    ],
)
def test_a_relay_is_found(connected: str, relay: str) -> None:
    source = f"class Pane:\n    asked = Signal()\n    def wire(self):\n        {connected}"
    assert relays(source, {"asked", "opened", "clicked"}) == ([relay] if relay else [])
