"""The layers, read from the imports: the imports that each layer may have, and the calls that its code may not make.

`violations(path, source)` returns in sentences what is wrong with one module of the package; the tables are the rules.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from tests.support.imports import PACKAGE, Import, imports

# The other layers that each layer may import. Modules at the top of the package are the layer `app`, which may import all.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "api": {"domain"},
    "store": {"domain"},
    "media": {"domain"},
    "engine": {"domain", "api", "media", "store"},
    "ui": {"domain", "engine"},
    "tour": {"domain"},
    "sandbox": set(),
    "app": {"domain", "api", "store", "media", "engine", "ui", "tour", "sandbox", "app"},
}
# The libraries that each layer may import from outside the standard library.
LIBRARIES: dict[str, set[str]] = {
    "domain": {"dateutil", "emoji", "tzlocal"},
    "api": {"anyio", "h11", "httpx", "pydantic", "tenacity"},
    "store": {"keyring"},
    "media": {"PySide6.QtCore", "PySide6.QtGui", "anyio", "httpx", "httpx_auth", "pymediainfo", "tenacity"},
    "engine": {"PySide6.QtCore", "dbus_fast", "hunspell", "icalendar"},
    "ui": {"PySide6"},
    "tour": {"PySide6"},
    "sandbox": set(),
    "app": {"PySide6", "dbus_fast", "desktop_notifier", "qasync", "tzlocal"},
}
# Libraries that fewer layers or modules may import than the tables above say.
HOMES: dict[str, set[str]] = {"qasync": {"app.py"}, "sqlite3": {"store", "sandbox"}}
STANDARD_LIBRARY_ONLY = {"api/errors.py"}
EMPTY = {"api/__init__.py"}

APPLICATIONS = {"QApplication", "QGuiApplication", "QCoreApplication"}
MUTABLE_LITERALS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MUTABLE_CALLS = {"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict", "bytearray"}


def layer_of(path: str) -> str:
    parts = PurePosixPath(path).parts
    return parts[0] if len(parts) > 1 else "app"


def wrong_import(path: str, found: Import) -> str | None:
    layer = layer_of(path)
    top = found.name.partition(".")[0]
    if found.name.startswith("."):
        return "imports relatively"
    for name, homes in HOMES.items():
        if found.within(name) and not {layer, path} & homes:
            return f"imports {name}, which belongs to {' and '.join(sorted(homes))}"
    if top == "postdesk":
        return wrong_layer(path, layer, found)
    if top in sys.stdlib_module_names or any(found.within(library) for library in LIBRARIES[layer]):
        outside = path in STANDARD_LIBRARY_ONLY and top not in sys.stdlib_module_names
        return f"imports {found.name}, but is standard library only" if outside else None
    return f"imports {found.name}, which {layer} may not"


def wrong_layer(path: str, layer: str, found: Import) -> str | None:
    target = found.name.split(".")[1] if "." in found.name else "app"
    if path in STANDARD_LIBRARY_ONLY:
        return f"imports {found.name}, but is standard library only"
    if target not in MAY_IMPORT[layer] | {layer, "__version__"} and layer != "app":
        return f"imports {found.name}, which {layer} may not"
    if layer == "engine" and target == "api" and not found.type_checking and not found.within("postdesk.api.errors"):
        return f"imports {found.name} outside TYPE_CHECKING"
    return None


def wrong_code(layer: str, node: ast.AST) -> str | None:
    match node:
        case ast.AsyncFunctionDef() | ast.AsyncWith() | ast.AsyncFor() | ast.Await() if layer == "ui":
            return "is asynchronous: the engine's tasks do that"
        case ast.Call(func=ast.Attribute(attr="exec" | "exec_")) if layer != "sandbox":
            return "runs an event loop inside a task, which kills other tasks"
        case ast.Attribute(attr="instance", value=ast.Name(id=name) | ast.Attribute(attr=name)) if name in APPLICATIONS:
            return "looks up the application object"
        case ast.Name(id="qApp") | ast.Attribute(attr="qApp") | ast.alias(name="qApp"):
            return "looks up the application object"
        case ast.Global():
            return "keeps state in the module"
    return None


def module_state(tree: ast.Module) -> Iterator[int]:
    """Yield the lines where a mutable object gets a name that isn't a constant's."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name), *_], value=value) if not is_constant_name(name):
                if is_mutable(value):
                    yield node.lineno
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if not is_constant_name(name):
                if is_mutable(value):
                    yield node.lineno


def is_constant_name(name: str) -> bool:
    return name.isupper() or name.startswith("__")


def is_mutable(value: ast.expr) -> bool:
    called = value.func if isinstance(value, ast.Call) else None
    return isinstance(value, MUTABLE_LITERALS) or (isinstance(called, ast.Name) and called.id in MUTABLE_CALLS)


def violations(path: str, source: str) -> list[str]:
    """Return the violations of a module; `path` is its path in the package, as "ui/window.py"."""
    tree = ast.parse(source)
    layer = layer_of(path)
    if layer not in MAY_IMPORT:
        return [f"{path}: {layer} is no layer"]
    said = [(found.line, wrong_import(path, found)) for found in imports(tree)]
    said += [(getattr(node, "lineno", 0), wrong_code(layer, node)) for node in ast.walk(tree)]
    said += [(line, "keeps state in the module") for line in module_state(tree)]
    if path in EMPTY and tree.body:
        said.append((1, "is not empty"))
    return [f"{path}:{line} {what}" for line, what in said if what]


def modules() -> list[str]:
    return sorted(file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules())
def test_module_keeps_to_its_layer(path: str) -> None:
    assert violations(path, (PACKAGE / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("domain/posts.py", "from postdesk.store import database"),
        ("domain/posts.py", "from PySide6.QtCore import QObject"),
        ("domain/posts.py", "import pydantic"),
        ("domain/posts.py", "def late():\n    import sqlite3"),
        ("api/client.py", "import postdesk.engine.sender"),
        ("api/client.py", "from PySide6 import QtCore"),
        ("api/errors.py", "import httpx"),
        ("api/errors.py", "from postdesk.domain.posts import Post"),
        ("api/__init__.py", "from postdesk.api.client import ApiClient"),
        ("api/__init__.py", '"""Text."""'),
        ("store/rows.py", "import httpx"),
        ("store/rows.py", "from PySide6.QtCore import Signal"),
        ("engine/sender.py", "from postdesk.api.client import ApiClient"),
        ("engine/sender.py", "from postdesk.api import client"),
        ("engine/sender.py", "import typing\nif not typing.TYPE_CHECKING:\n    from postdesk.api.client import ApiClient"),
        ("engine/sender.py", "if TYPE_CHECKING:\n    pass\nelse:\n    from postdesk.api.client import ApiClient"),
        ("engine/sender.py", "from PySide6.QtWidgets import QWidget"),
        ("engine/sender.py", "import sqlite3"),
        ("engine/sender.py", "from postdesk.ui.window import Window"),
        ("engine/sender.py", "import keyring.errors"),
        ("ui/window.py", "from postdesk.store.database import Database"),
        ("ui/window.py", "from postdesk.api.errors import Refused"),
        ("ui/window.py", "from postdesk.app import main"),
        ("ui/window.py", "from postdesk.tour import runner"),
        ("ui/window.py", "import qasync"),
        ("ui/window.py", "from .panes import Pane"),
        ("ui/window.py", "async def act(): ..."),
        ("ui/window.py", "class Pane:\n    async def act(self): ..."),
        ("ui/window.py", "dialog.exec()"),
        ("ui/window.py", "drag.exec(action)"),
        ("ui/window.py", "QMenu(self).exec_(point)"),
        ("ui/window.py", "app = QApplication.instance()"),
        ("ui/window.py", "QtWidgets.QApplication.instance().quit()"),
        ("ui/window.py", "from PySide6.QtWidgets import qApp"),
        ("ui/window.py", "cache = {}"),
        ("ui/window.py", "rows: list[int] = list()"),
        ("ui/window.py", "def count():\n    global seen\n    seen = 1"),
        ("tour/runner.py", "from postdesk.engine.sender import Sender"),
        ("sandbox/http.py", "from postdesk.domain.posts import Post"),
        ("sandbox/http.py", "import httpx"),
        ("paths.py", "import qasync"),
        ("app.py", "import httpx"),
        ("app.py", "import sqlite3"),
        ("app.py", "application.exec()"),
        ("helpers/texts.py", ""),
    ],
)
def test_a_planted_violation_is_found(path: str, source: str) -> None:
    assert violations(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("api/client.py", "import httpx\nfrom pydantic import BaseModel\nfrom postdesk.domain.posts import Post"),
        ("api/__init__.py", ""),
        ("store/rows.py", "import sqlite3\nimport keyring"),
        ("engine/sender.py", "if TYPE_CHECKING:\n    from postdesk.api.client import ApiClient"),
        ("engine/sender.py", "from postdesk.api.errors import Refused\nfrom PySide6.QtCore import QObject"),
        ("engine/sender.py", "async def send(): ..."),
        ("ui/window.py", "from PySide6.QtWidgets import QWidget\nfrom postdesk.engine.sender import Sender"),
        ("ui/window.py", "NAMES = {1: 'one'}\n_RANKS: dict[str, int] = {}"),
        ("sandbox/http.py", "import sqlite3\nfrom postdesk.sandbox.clock import Clock"),
        ("app.py", "import qasync\nfrom postdesk.api.client import ApiClient\nfrom postdesk.tour import runner"),
    ],
)
def test_what_is_allowed_passes(path: str, source: str) -> None:
    assert violations(path, source) == []


TESTS = Path(__file__).resolve().parent
RUNS_QT_WITHIN = {"processEvents", "qWait", "waitExposed", "waitUntil", "waitSignal", "exec"}


def _within_a_task(source: str) -> Iterator[str]:
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and node.attr in RUNS_QT_WITHIN:
                    yield f"{function.name} calls {node.attr}"


def test_no_task_of_a_test_runs_qt_s_loop_within() -> None:
    """Such a call loses other tasks that are due then for good, and the end of the test waits for them."""
    found = {test: list(_within_a_task(test.read_text())) for test in TESTS.rglob("*.py")}
    assert {str(test): said for test, said in found.items() if said} == {}


def test_a_task_that_does_is_found() -> None:
    assert list(_within_a_task("async def test_it(): QApplication.processEvents()")) == ["test_it calls processEvents"]
    assert list(_within_a_task("def test_it(): QApplication.processEvents()")) == []


OUTLIVES_A_WINDOW = {"changes", "session", "logbook", "theme", "onboarding", "scope", "externals", "backups", "at_login", "book"}


def _names(node: ast.expr) -> set[str]:
    """Return the names in `self._session.changes.posts`, without the underscores before them."""
    names = set[str]()
    while isinstance(node, ast.Attribute):
        names.add(node.attr.removeprefix("_"))
        node = node.value
    return names | ({node.id.removeprefix("_")} if isinstance(node, ast.Name) else set())


def _is_bound_to_none(slot: ast.expr) -> bool:
    return isinstance(slot, ast.Lambda) or (isinstance(slot, ast.Call) and "partial" in _names(slot.func))


def _outliving(source: str) -> Iterator[str]:
    """Find the connections from a signal that outlives a window to a slot that doesn't end with the window."""
    for node in ast.walk(ast.parse(source)):
        pair: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect" and node.args:
            pair = [node.func.value, node.args[0]]
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            pair = node.elts
        if pair and isinstance(pair[0], ast.Attribute) and _is_bound_to_none(pair[1]) and _names(pair[0]) & OUTLIVES_A_WINDOW:
            yield f"{ast.unparse(pair[0])} in line {pair[0].lineno}"


def test_what_outlives_a_window_calls_only_methods_that_end_with_it() -> None:
    """Qt ends a connection to an object's method with the object. A lambda or a partial is called forever."""
    found = {str(file): [*_outliving(file.read_text())] for file in (PACKAGE / "ui").rglob("*.py")}
    assert {file: said for file, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("self._session.composer.submitted.connect(lambda made: self._show(made))", 1),
        ("session.changes.posts.connect(partial(self._show, 1))", 1),
        ("theme.changed.connect(functools.partial(self._show, 1))", 1),
        ("for signal, slot in ((scope.changed, lambda: show()),):\n    signal.connect(slot)", 1),
        ("session.changes.posts.connect(self._show)", 0),
        ("self._button.clicked.connect(lambda: session.refresh())", 0),
        ("given = (session.clients, 1)", 0),
    ],
)
def test_a_connection_that_outlives_its_window_is_found(source: str, found: int) -> None:
    assert len([*_outliving(source)]) == found
