"""The spell checking program, run as a separate process: Hunspell holds the GIL while it searches for suggestions.

`python -m postdesk.engine.speller FOLDER LANGUAGE WORDS` reads one question per line and answers each with one line, in JSON:
`{"check": [word, …]}` with `{"wrong": [word, …]}`, `{"suggest": word}` with `{"word": word, "suggestions": [word, …]}`. It ends
when its input does. WORDS is a file of additional correct words, one per line.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, Final, Protocol

_ENCODING: Final = re.compile(rb"^SET\s+(\S+)", re.MULTILINE)
_MOST: Final = 6


class Hunspell(Protocol):
    """The used methods of the Hunspell library."""

    def spell(self, word: str) -> bool: ...

    def suggest(self, word: str) -> tuple[str, ...]: ...

    def add(self, word: str) -> object: ...


class Speller:
    """A dictionary. `letters` are those of its language: a word with any other letter counts as correct."""

    def __init__(self, dictionary: Hunspell, letters: frozenset[str]) -> None:
        self._dictionary, self._letters = dictionary, letters

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a question."""
        if "suggest" in question:
            word = question["suggest"]
            return {"word": word, "suggestions": self._dictionary.suggest(word)[:_MOST]}
        return {"wrong": [word for word in question["check"] if not self._right(word)]}

    def _right(self, word: str) -> bool:
        if not self._letters.issuperset(word.lower()):
            return True
        try:
            return self._dictionary.spell(word)
        except UnicodeEncodeError:
            return True


def letters_of(folder: Path, language: str) -> frozenset[str]:
    """Return the letters used in the dictionary's words, in lower case. Raises OSError and LookupError."""
    rules = (folder / f"{language}.aff").read_bytes()
    named = _ENCODING.search(rules)
    encoding = named[1].decode("ascii", "replace").removeprefix("microsoft-") if named else "iso8859-1"
    raw = rules + (folder / f"{language}.dic").read_bytes()
    return frozenset(raw.decode(encoding, "replace").lower())


def add_words(dictionary: Hunspell, file: Path) -> None:
    """Add the words of the file, and their possessives; the file may be missing."""
    for word in file.read_text("utf-8").split() if file.is_file() else ():
        dictionary.add(word)
        dictionary.add(f"{word}'s")


def main(folder: Path, language: str, words: Path) -> None:
    """Answer questions until the input ends."""
    from hunspell import Hunspell as Library

    dictionary = Library(language, hunspell_data_dir=str(folder), system_encoding=sys.getfilesystemencoding())
    add_words(dictionary, words)
    speller = Speller(dictionary, letters_of(folder, language))
    for line in sys.stdin:
        print(json.dumps(speller.answer(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
