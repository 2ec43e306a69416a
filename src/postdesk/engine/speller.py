"""The program that looks words up. It is a process of its own: Hunspell keeps Python waiting while it searches for suggestions.

`python -m postdesk.engine.speller FOLDER LANGUAGE WORDS` reads a question a line and answers each with a line, in JSON:
`{"check": [word, …]}` with `{"wrong": [word, …]}`, `{"suggest": word}` with
`{"word": word, "suggestions": [word, …]}`. It ends when its input does. WORDS is a file of more words that are right, one a line.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, Final, Protocol

_ENCODING: Final = re.compile(rb"^SET\s+(\S+)", re.MULTILINE)
_MOST: Final = 6


class Hunspell(Protocol):
    """What is used of the library."""

    def spell(self, word: str) -> bool: ...

    def suggest(self, word: str) -> tuple[str, ...]: ...

    def add(self, word: str) -> object: ...


class Speller:
    """A dictionary. `letters` are those of its language: a word with any other is none that it could know."""

    def __init__(self, dictionary: Hunspell, letters: frozenset[str]) -> None:
        self._dictionary, self._letters = dictionary, letters

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """What is answered to a question."""
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
    """The letters that words of the dictionary are written with, in lower case. Raises OSError and LookupError."""
    rules = (folder / f"{language}.aff").read_bytes()
    named = _ENCODING.search(rules)
    encoding = named[1].decode("ascii", "replace").removeprefix("microsoft-") if named else "iso8859-1"
    raw = rules + (folder / f"{language}.dic").read_bytes()
    return frozenset(raw.decode(encoding, "replace").lower())


def add_words(dictionary: Hunspell, file: Path) -> None:
    """Add the words of the file, where there is one, and their possessives."""
    for word in file.read_text("utf-8").split() if file.is_file() else ():
        dictionary.add(word)
        dictionary.add(f"{word}'s")


def main(folder: Path, language: str, words: Path) -> None:
    """Answer until the input ends."""
    from hunspell import Hunspell as Library

    dictionary = Library(language, hunspell_data_dir=str(folder), system_encoding=sys.getfilesystemencoding())
    add_words(dictionary, words)
    speller = Speller(dictionary, letters_of(folder, language))
    for line in sys.stdin:
        print(json.dumps(speller.answer(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
