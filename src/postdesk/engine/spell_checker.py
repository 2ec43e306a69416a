"""Spell checking: the language, the dictionary, and the user's own words."""

import asyncio
import importlib.util
import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from postdesk.domain.spelling import OFF, usual_language
from postdesk.engine.speller_process import SpellerProcess
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import user_dictionary

_OF_THE_SYSTEM: Final = (
    "/usr/share/hunspell",
    "/usr/share/myspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/Library/Spelling",
)
_OF_THE_USER: Final = (".local/share/hunspell", "Library/Spelling")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]{2,8})*")


def find_dictionaries(own_folder: Path) -> dict[str, Path]:
    """Return the available languages ("en_US") and the folders of their .aff and .dic files; the user's folder has priority."""
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
    # Not imported here: only the spell checking process uses the library.
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


_MOST_KEPT: Final = 20_000


class SpellChecker(QObject):
    """Checks the spelling of single words: answers at once from a cache, and looks unknown words up in the background.

    `words` is the folder of Postdesk's own word lists ("en.txt"), with terms of the field that dictionaries lack.

    `found` follows once the dictionaries are known. `misspelt_found` carries the wrong words among those looked up. `suggested`
    carries a word and a tuple of suggestions. `changed` means that earlier answers may be wrong: ask again.
    """

    found = Signal()
    misspelt_found = Signal(object)
    suggested = Signal(str, object)
    changed = Signal()

    def __init__(self, context: WorkspaceContext, words: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._tasks, self._settings = context.database, context.tasks, context.settings
        self._our_words = words
        self.own_folder = context.database.path.parent / "dictionaries"
        self._dictionaries: dict[str, Path] | None = None
        self._broken: set[str] = set()
        self._own: frozenset[str] = frozenset()
        self._ignored: dict[str, set[str]] = {}
        self._chosen: dict[int, str] = {}
        self._client_id, self._draft_id = 0, ""
        self._process: SpellerProcess | None = None
        self._wrong: dict[str, bool] = {}
        self._unasked: dict[str, None] = {}
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)
        self.language = OFF
        context.changes.settings.connect(self._turn)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages with a usable dictionary."""
        return tuple(sorted(set(self._dictionaries or ()) - self._broken))

    @property
    def usual(self) -> str:
        """The language of clients without a choice of their own: that of the settings, else of this computer's locale."""
        wanted = self._settings.current.spelling
        return wanted if wanted in (OFF, *self.languages) else usual_language(QLocale().name(), self.languages)

    @property
    def lacking(self) -> str:
        """This computer's locale if nothing is checked because its dictionary is missing; else empty."""
        locale, wanted = QLocale().name(), self._settings.current.spelling
        lacks = self.language == OFF and wanted != OFF and usual_language(locale, self.languages) == OFF
        return locale if lacks and self._dictionaries is not None else ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that the user added."""
        return tuple(sorted(self._own, key=str.casefold))

    def open(self, client_id: int, draft_id: str) -> None:
        """Switch to the client's language, and to the words ignored in this draft."""
        self._client_id, self._draft_id = client_id, draft_id
        self.find_dictionaries()
        self._turn()

    def find_dictionaries(self) -> None:
        """Search for dictionaries in a thread, unless that was done; `found` follows."""
        if self._dictionaries is None:
            self._tasks.start("dictionaries", self._find_dictionaries())

    def is_wrong(self, word: str) -> bool:
        """Tell whether the word is known to be misspelt. An unknown word is looked up, and `misspelt_found` follows if it is."""
        wrong = self._wrong.get(word)
        if wrong is None and self.language != OFF:
            self._unasked[word] = None
            self._asking.start()
        return bool(wrong) and not self._is_ignored(word.casefold())

    def suggest(self, word: str) -> None:
        """Search for suggestions, which can take 0.1 s; `suggested` follows."""
        if self._process:
            self._process.suggest(word)

    def choose(self, language: str) -> None:
        """Use this language, or OFF, for the current client from now on."""
        self._chosen[self._client_id] = language
        self._database.submit(partial(user_dictionary.set_language, client_id=self._client_id, chosen=language))
        self._turn()

    def learn(self, word: str) -> None:
        """Add the word to the user's own words, which are correct in each language and for each client."""
        self._own |= {word.casefold()}
        self._database.submit(partial(user_dictionary.add, word=word.casefold()))
        self.changed.emit()

    def unlearn(self, word: str) -> None:
        """Remove a word from the user's own words."""
        self._own -= {word}
        self._database.submit(partial(user_dictionary.remove, word=word))
        self.changed.emit()

    def ignore(self, word: str) -> None:
        """Ignore the word in this draft, until the application ends."""
        self._ignored.setdefault(self._draft_id, set()).add(word.casefold())
        self.changed.emit()

    def close(self) -> None:
        """End the spell checking process."""
        if self._process:
            self._process.end()
            self._process.deleteLater()
            self._process = None

    async def _find_dictionaries(self) -> None:
        self._dictionaries = await asyncio.to_thread(find_dictionaries, self.own_folder)
        self._own = user_dictionary.words(self._database.reader)
        self._turn()
        self.found.emit()

    def _turn(self) -> None:
        if self._dictionaries is not None:
            chosen = self._chosen.get(self._client_id) or user_dictionary.language(self._database.reader, self._client_id)
            self._turn_to(chosen if chosen in (OFF, *self.languages) else self.usual)

    def _turn_to(self, language: str) -> None:
        if language == self.language:
            return
        self.close()
        self._wrong.clear()
        self._unasked.clear()
        self.language = language
        self.changed.emit()

    def _ask(self) -> None:
        if self.language == OFF or not self._unasked:
            return
        if self._process is None:
            self._process = self._started(self.language)
        if len(self._wrong) > _MOST_KEPT:
            self._wrong.clear()
        self._process.check(tuple(self._unasked))
        self._wrong.update(dict.fromkeys(self._unasked, False))
        self._unasked.clear()

    def _started(self, language: str) -> SpellerProcess:
        assert self._dictionaries is not None
        words = self._our_words / f"{language.partition('_')[0]}.txt"
        folder, tell = self._dictionaries[language], self.suggested.emit
        process = SpellerProcess(folder, language, words, self._checked, tell, self)
        process.failed.connect(self._failed)
        return process

    def _checked(self, wrong: list[str]) -> None:
        self._wrong.update(dict.fromkeys(wrong, True))
        if wrong:
            self.misspelt_found.emit(frozenset(wrong))

    def _failed(self) -> None:
        """Turn spell checking off: the dictionary is unreadable, or the library is missing."""
        self._broken.add(self.language)
        self._turn_to(OFF)

    def _is_ignored(self, word: str) -> bool:
        return word in self._own or word in self._ignored.get(self._draft_id, ())
