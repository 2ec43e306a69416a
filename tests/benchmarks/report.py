"""The document of the figures (`docs/speed.md`): a section for each benchmark, with the date and the machine of its run."""

import os
import platform
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import PySide6
from tests.benchmarks.figures import COLUMNS, Figure, cells

_HEADING = "## "


def machine() -> str:
    """Return the date, and what the figures depend on; neither a name nor a path of this computer."""
    versions = f"Python {platform.python_version()}, PySide6 {PySide6.__version__}"
    return f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}), {versions}, Xvfb, software rendering."


def section(where: str, figures: Iterable[Figure]) -> str:
    """Return what the document says of one benchmark."""
    rows = (COLUMNS, ("---",) * len(COLUMNS), *map(cells, figures))
    return "\n".join((where, "", *(f"| {' | '.join(row)} |" for row in rows)))


def read(text: str) -> tuple[str, dict[str, str]]:
    """Return the words before the first section, and the sections by their names."""
    words, *sections = re.split(rf"^{_HEADING}", text, flags=re.MULTILINE)
    named = (each.partition("\n") for each in sections)
    return words.strip(), {name.strip(): said.strip() for name, _, said in named}


def write(words: str, sections: Mapping[str, str], order: Iterable[str]) -> str:
    """Return the document, with the sections in that order."""
    return "\n\n".join([words, *(f"{_HEADING}{name}\n\n{sections[name]}" for name in order if name in sections)]) + "\n"


def renew(file: Path, name: str, said: str, order: Iterable[str]) -> None:
    """Replace the section of one benchmark; those of others stay as they are."""
    words, sections = read(file.read_text(encoding="utf-8"))
    file.write_text(write(words, sections | {name: said}, order), encoding="utf-8")


def rows(said: str) -> list[tuple[str, ...]]:
    """Return the cells of a section's rows, without those of the heading."""
    lines = [line for line in said.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]
