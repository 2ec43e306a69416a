"""The imports of Postdesk's modules, read from their source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[2] / "src" / "postdesk"


@dataclass(frozen=True, slots=True)
class Import:
    name: str
    line: int
    type_checking: bool

    def within(self, package: str) -> bool:
        return self.name == package or self.name.startswith(package + ".")


def imports(node: ast.AST, type_checking: bool = False) -> Iterator[Import]:
    """Yield all imports below `node`; `from x import y` is `x.y`, be it a module or a name in one."""
    match node:
        case ast.Import(names=names):
            yield from (Import(alias.name, node.lineno, type_checking) for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            base = "." * level + (module or "")
            yield from (Import(f"{base}.{alias.name}", node.lineno, type_checking) for alias in names)
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            for child in ast.iter_child_nodes(node):
                yield from imports(child, child in node.body)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from imports(child, type_checking)
