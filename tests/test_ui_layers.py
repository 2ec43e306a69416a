"""The folders of `ui`, read from the imports: texts and the kit at the bottom, features above them, the shell on top.

A module directly in `ui` counts as a folder of its name. To let a feature use another one, add it to `FEATURES`.
"""

import ast
from collections.abc import Iterable
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest
from tests.support.imports import PACKAGE, imports

Edge = tuple[str, str]
UI = PACKAGE / "ui"
BASE: dict[str, set[str]] = {"text": set(), "kit": {"text"}, "scope": set()}
"""The folders that all others may import, and the folders that these may import themselves."""
FEATURES: dict[str, set[str]] = {
    "calendar": {"post_actions", "previews"},
    "client_reports": {"exporting", "previews"},
    "composer": {"drafts", "emoji", "post_actions", "previews", "series", "snippets"},
    "results": {"post_actions"},
    "start": {"settings"},
}
"""The other features that each folder may import. A folder that is missing here imports none. The shell imports all."""


def is_shell(unit: str) -> bool:
    return unit == "shell" or (unit not in BASE and (UI / f"{unit}.py").is_file())


def may_import(unit: str, other: str) -> bool:
    if unit in BASE:
        return other in BASE[unit]
    return other in BASE or other in FEATURES.get(unit, ()) or is_shell(unit)


def edges_of(path: str, source: str) -> set[Edge]:
    """Return the imports from other folders of `ui` in the module `path`, which is written as "drafts/window.py"."""
    unit = path.partition("/")[0].removesuffix(".py")
    names = (found.name.split(".") for found in imports(ast.parse(source)))
    units = {name[2] for name in names if name[:2] == ["postdesk", "ui"] and len(name) > 2}
    return {(unit, other) for other in units if other != unit}


def cycle_in(edges: Iterable[Edge]) -> list[str]:
    """Return the names along an import cycle; empty if there is none."""
    graph = TopologicalSorter[str]()
    for unit, other in edges:
        graph.add(unit, other)
    try:
        graph.prepare()
    except CycleError as cycle:
        return list(cycle.args[1])
    return []


def test_each_folder_imports_what_it_may() -> None:
    wrong = [
        f"{path} imports {other}"
        for path, edges in _imported().items()
        for unit, other in sorted(edges)
        if not may_import(unit, other)
    ]
    assert wrong == []


def test_the_folders_have_no_import_cycle() -> None:
    assert cycle_in({edge for edges in _imported().values() for edge in edges}) == []


def test_the_tables_allow_no_import_cycle() -> None:
    allowed = {(unit, other) for table in (BASE, FEATURES) for unit, others in table.items() for other in others}
    assert cycle_in(allowed | {(unit, base) for unit in FEATURES for base in BASE}) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("text/times.py", "from postdesk.ui.kit.parts import Note"),
        ("text/times.py", "from postdesk.ui.scope import Scope"),
        ("kit/forms.py", "from postdesk.ui.settings.page import Page"),
        ("scope.py", "from postdesk.ui.text.times import day_words"),
        ("previews/stack.py", "import postdesk.ui.composer.pane"),
        ("drafts/window.py", "from postdesk.ui.shell.main_window import MainWindow"),
        ("calendar/pane.py", "def late():\n    from postdesk.ui.shell import dialogs"),
        ("calendar/pane.py", "if TYPE_CHECKING:\n    from postdesk.ui.shell.navigator import Navigator"),
    ],
)
def test_a_planted_import_is_found(path: str, source: str) -> None:
    assert [edge for edge in edges_of(path, source) if not may_import(*edge)]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("kit/forms.py", "from postdesk.ui.text.times import day_words"),
        ("composer/pane.py", "from postdesk.ui.previews.preview import Preview"),
        ("drafts/window.py", "from postdesk.ui.drafts.lines import Line\nfrom postdesk.ui.kit.parts import Note"),
        ("shell/main_window.py", "from postdesk.ui.composer.pane import Composer\nfrom postdesk.domain import posts"),
    ],
)
def test_what_is_allowed_passes(path: str, source: str) -> None:
    assert [edge for edge in edges_of(path, source) if not may_import(*edge)] == []


def test_an_import_cycle_is_found() -> None:
    assert set(cycle_in([("drafts", "composer"), ("composer", "previews"), ("previews", "drafts")])) == {
        "composer",
        "drafts",
        "previews",
    }


@cache
def _imported() -> dict[str, set[Edge]]:
    paths = {file.relative_to(UI).as_posix(): file for file in sorted(UI.rglob("*.py"))}
    return {path: edges_of(path, file.read_text(encoding="utf-8")) for path, file in paths.items()}
