"""Imports a module with its dependencies, while the window answers.

Modules that use Qt are imported in the GUI thread, a few milliseconds of them in each turn of the loop, and only the rest in a
thread. Before Python 3.12, PySide6 keeps its class table and reads it in the GUI thread without the interpreter's lock, for a
paint event, a style sheet or a screen reader; a Qt class that another thread defines meanwhile crashes the process.

The order is read from the sources, and is a hint: Python imports a module missed there together with the one that needs it.
"""

import asyncio
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final

from postdesk.engine.gc_freeze import freeze_new_objects

_TOP: Final = Path(__file__).parent
_IMPORT: Final = re.compile(r"^(?:from|import) ([\w.]+)(?: import (\([^)]*\)|.*))?", re.MULTILINE)
_NAME: Final = re.compile(r"\w+")
_OF_QT: Final = {"PySide6", "shiboken6", "qasync"}
_TURN_S: Final = 0.002


async def import_stepwise(name: str) -> None:
    """Import a Postdesk module, and before it its dependencies."""
    with freeze_new_objects():
        begun = time.perf_counter()
        for each in await asyncio.to_thread(_import_plain, name):
            import_module(each)
            if time.perf_counter() - begun > _TURN_S:
                await asyncio.sleep(0)
                begun = time.perf_counter()


def _import_plain(name: str) -> tuple[str, ...]:
    """Import the modules that do without Qt, and return the others in their import order."""
    order = _Order({_dotted(path): path for path in _TOP.rglob("*.py")})
    if name not in order.sources:  # a package without sources
        return (name,)
    order.add(name)
    for each, of_qt in order.found.items():
        if not of_qt:
            import_module(each)
    return tuple(each for each, of_qt in order.found.items() if of_qt)


@dataclass(frozen=True, slots=True)
class _Order:
    """Modules in import order, each with whether it uses Qt, directly or through a dependency."""

    sources: Mapping[str, Path]
    found: dict[str, bool] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def add(self, name: str) -> bool:
        """Add a module after its dependencies, unless it is there. Return True where it uses Qt."""
        if name in self._begun:
            return self.found.get(name, False)
        self._begun.add(name)
        of_qt = False
        for needed in self._needed(name):
            of_qt |= self.add(needed) if needed in self.sources else needed.partition(".")[0] in _OF_QT
        self.found[name] = of_qt
        return of_qt

    def _needed(self, name: str) -> Iterator[str]:
        """Yield the modules that it imports at once; indented imports are for later, or for the type checker alone."""
        if package := name.rpartition(".")[0]:
            yield package
        for module, names in _IMPORT.findall(self.sources[name].read_text("utf-8")):
            yield module
            yield from (each for part in _NAME.findall(names) if (each := f"{module}.{part}") in self.sources)


def _dotted(path: Path) -> str:
    return ".".join((_TOP.name, *path.relative_to(_TOP).with_suffix("").parts)).removesuffix(".__init__")
