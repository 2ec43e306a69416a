"""Where the dictionaries of Hunspell lie on this computer."""

import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_OF_THE_SYSTEM: Final = (
    "/usr/share/hunspell",
    "/usr/share/myspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/Library/Spelling",
)
_OF_THE_USER: Final = (".local/share/hunspell", "Library/Spelling")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]{2,8})*")


def dictionaries(own_folder: Path) -> dict[str, Path]:
    """The languages ("en_US") and the folders of their .aff and .dic; one in the user's own folder comes before others."""
    found: dict[str, Path] = {}
    for folder in _folders(own_folder):
        for language in _languages(folder):
            found.setdefault(language, folder)
    return found


def _folders(own_folder: Path) -> Iterator[Path]:
    yield own_folder
    yield from (Path.home() / each for each in _OF_THE_USER)
    shared = os.environ.get("XDG_DATA_DIRS", "").split(os.pathsep)
    yield from (Path(each) / "hunspell" for each in shared if each)
    yield from map(Path, _OF_THE_SYSTEM)
    # Not imported: it belongs to the process that looks words up.
    library = importlib.util.find_spec("hunspell")
    if library and library.origin:
        yield Path(library.origin).parent / "dictionaries"


def _languages(folder: Path) -> Iterator[str]:
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError:
        return
    for name in names:
        language, _, kind = name.rpartition(".")
        if kind == "dic" and f"{language}.aff" in names and _LANGUAGE.fullmatch(language):
            yield language
