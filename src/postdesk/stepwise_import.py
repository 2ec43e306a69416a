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
from dataclasses import field
from importlib import import_module
from pathlib import Path
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.gc_freeze import freeze_new_objects

_TOP: Final = Path(__file__).parent
_IMPORT: Final = re.compile(rb"^(?:from|import) ([\w.]+)(?: import (\([^)]*\)|.*))?", re.MULTILINE)
_NAME: Final = re.compile(rb"\w+")
_BELOW: Final = b"\n\n\n"
"""The blank lines above the first class or function: no import is below them."""
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
    order = _Order()
    if not order.path_of(name):  # a package without sources
        return (name,)
    order.add(name)
    for each, of_qt in order.found.items():
        if not of_qt:
            import_module(each)
    return tuple(each for each, of_qt in order.found.items() if of_qt)


@dataclass(frozen=True, slots=True)
class _Order:
    """Modules in import order, each with whether it uses Qt, directly or through a dependency."""

    found: dict[str, bool] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)
    _within: dict[str, Mapping[str, Path]] = field(default_factory=dict)

    def add(self, name: str) -> bool:
        """Add a module after its dependencies, unless it is there. Return True where it uses Qt."""
        if name in self._begun:
            return self.found.get(name, False)
        self._begun.add(name)
        of_qt = False
        for needed in self._needed(name):
            of_qt |= self.add(needed) if self.path_of(needed) else needed.partition(".")[0] in _OF_QT
        self.found[name] = of_qt
        return of_qt

    def path_of(self, name: str) -> Path | None:
        """Return the file of a module or the folder of a package of Postdesk; None for any other name."""
        package, _, last = name.rpartition(".")
        return self._parts_of(package).get(last) if package else (_TOP if name == _TOP.name else None)

    def _parts_of(self, package: str) -> Mapping[str, Path]:
        """Return the paths of the modules and packages in a package by their last name."""
        if package not in self._within:
            path = self.path_of(package)
            self._within[package] = {each.stem: each for each in path.iterdir()} if path and not path.suffix else {}
        return self._within[package]

    def _needed(self, name: str) -> Iterator[str]:
        """Yield the modules that it imports at once; indented imports are for later, or for the type checker alone."""
        path, package = self.path_of(name), name.rpartition(".")[0]
        assert path
        if package:
            yield package
        source = (path if path.suffix else path / "__init__.py").read_bytes()
        for found, names in _IMPORT.findall(source.partition(_BELOW)[0]):
            yield (module := found.decode())
            if names and self._parts_of(module):
                yield from (each for part in _NAME.findall(names) if self.path_of(each := f"{module}.{part.decode()}"))
