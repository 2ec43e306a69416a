"""Spelling with the real dictionary, in its own process."""

import asyncio
import gc
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QLocale
from tests.support.effort import effort
from tests.support.sessions import a_session
from tests.support.waiting import until

from postdesk.domain.clients import Client, LockIn, WorkspaceKind
from postdesk.domain.spelling import OFF
from postdesk.engine.spell_checker import SpellChecker, find_dictionaries
from postdesk.engine.speller import letters_of
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import clients, workspaces
from postdesk.store import user_dictionary as store
from postdesk.store.database import Database

OURS = "SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyzäöß\n", "3\nStraße\nHaus\nnaïf\n"

_LETTERS = str.maketrans("0123456789", "qwrtpsdfgh")


def a_dictionary(folder: Path, language: str, rules: str, words: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{language}.aff").write_text(rules, "utf-8")
    (folder / f"{language}.dic").write_text(words, "utf-8")


@pytest.fixture
def american() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "profile")
    yield made
    made.close()


@pytest_asyncio.fixture
async def session(tmp_path: Path, database: Database, american: None) -> AsyncIterator[WorkspaceSession]:
    """A session on a computer in American English, with a German dictionary of three words in the profile."""
    a_dictionary(tmp_path / "profile" / "dictionaries", "de_XX", *OURS)
    url = "https://mypostshare.com/api"
    workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Studio", url))
    for name in ("Ann", "Ben"):
        new = Client(0, workspace.id, name, name, "#c2410c", "Europe/Berlin", LockIn())
        await database.run(partial(clients.add, client=new))
    made = a_session(workspace, database)
    yield made
    await made.tasks.close()
    made.spelling.close()


async def opened(session: WorkspaceSession, client: int = 1, draft: str = "draft") -> SpellChecker:
    session.spelling.open(client, draft)
    await until(lambda: bool(session.spelling.languages))
    return session.spelling


async def wrong(spelling: SpellChecker, *words: str) -> list[str]:
    """Return the misspelt words, once all are known, and so is a last one that is always wrong."""
    last = f"xq{time.monotonic_ns()}".translate(_LETTERS)
    await until(lambda: [spelling.is_wrong(word) for word in (*words, last)][-1])
    return [word for word in words if spelling.is_wrong(word)]


async def test_words_are_looked_up_and_what_is_known_is_said_at_once(session: WorkspaceSession) -> None:
    spelling = await opened(session)
    misspelt: list[frozenset[str]] = []
    spelling.misspelt_found.connect(misspelt.append)
    assert spelling.language == "en_US"
    assert not spelling.is_wrong("teh")
    assert await wrong(spelling, "bread", "teh", "don't", "Definately") == ["teh", "Definately"]
    assert frozenset().union(*misspelt) >= {"teh", "Definately"}


async def test_words_of_the_trade_are_right_in_english(session: WorkspaceSession) -> None:
    spelling = await opened(session)
    words = ("app", "Blog", "podcast", "online", "Instagram", "Instagram's", "hashtag", "webinar", "Wi", "Fi", "emoji")
    assert await wrong(spelling, *words, "instagramm") == ["instagramm"]


async def test_a_word_with_letters_that_the_language_lacks_is_not_judged(session: WorkspaceSession) -> None:
    spelling = await opened(session)
    assert await wrong(spelling, "привет", "Łódź", "שלום", "東京") == []


async def test_what_may_be_meant_is_suggested(session: WorkspaceSession) -> None:
    spelling = await opened(session)
    await wrong(spelling, "recieve")
    suggested: list[tuple[str, ...]] = []
    spelling.suggested.connect(lambda word, meant: suggested.append((word, *meant)))
    spelling.suggest("recieve")
    await until(lambda: bool(suggested))
    assert suggested[0][:2] == ("recieve", "receive")


async def test_the_loop_does_not_wait_for_suggestions(session: WorkspaceSession) -> None:
    """In a thread of this process it would wait, up to 0.13 s for these words."""
    spelling = await opened(session)
    await wrong(spelling, "teh")
    suggested: list[str] = []
    spelling.suggested.connect(lambda word, _: suggested.append(word))
    words = ("definately", "recieve", "sourdouhg")
    for word in words:
        spelling.suggest(word)
    busy = 0.0
    gc.disable()  # a collection among the objects of all tests takes longer than a turn may
    try:
        while len(suggested) < len(words):
            with effort() as turn:
                await asyncio.sleep(0)
            busy = max(busy, turn.times)
    finally:
        gc.enable()
    assert busy < 9


async def test_an_added_word_is_right_for_everybody_and_kept(session: WorkspaceSession, database: Database) -> None:
    spelling = await opened(session)
    assert await wrong(spelling, "Postdeskish") == ["Postdeskish"]
    spelling.learn("Postdeskish")
    spelling.open(2, "another")
    assert await wrong(spelling, "postdeskish", "Postdeskish") == []
    assert spelling.words == ("postdeskish",)
    await until(lambda: store.words(database.reader) == {"postdeskish"})
    spelling.unlearn("postdeskish")
    assert await wrong(spelling, "postdeskish") == ["postdeskish"]


async def test_an_ignored_word_is_let_be_in_its_draft_alone(session: WorkspaceSession) -> None:
    spelling = await opened(session)
    await wrong(spelling, "teh")
    spelling.ignore("Teh")
    assert not spelling.is_wrong("teh")
    spelling.open(1, "another")
    assert spelling.is_wrong("teh")
    spelling.open(1, "draft")
    assert not spelling.is_wrong("teh")


async def test_each_client_has_its_language(session: WorkspaceSession) -> None:
    spelling = await opened(session)
    spelling.choose("de_XX")
    assert await wrong(spelling, "Straße", "Haus", "Hauss", "naïf") == ["Hauss"]
    spelling.open(2, "another")
    assert spelling.language == "en_US"
    spelling.choose(OFF)
    assert not spelling.is_wrong("xqzzt")
    spelling.open(1, "draft")
    assert spelling.language == "de_XX"


async def test_the_settings_choose_for_clients_without_a_choice(session: WorkspaceSession) -> None:
    spelling = await opened(session)
    spelling.choose("en_US")
    session.settings.change(replace(session.settings.current, spelling=OFF))
    await until(lambda: spelling.usual == OFF)
    assert spelling.language == "en_US"
    spelling.open(2, "another")
    assert spelling.language == OFF


@pytest.mark.logs("dictionary could not be used")
async def test_a_dictionary_that_cannot_be_read_is_off_and_not_offered(session: WorkspaceSession, tmp_path: Path) -> None:
    a_dictionary(tmp_path / "profile" / "dictionaries", "fr_XX", "SET no-such-encoding\n", "1\nmot\n")
    spelling = await opened(session)
    spelling.choose("fr_XX")
    spelling.is_wrong("mot")
    await until(lambda: spelling.language == OFF)
    assert "fr_XX" not in spelling.languages


def test_dictionaries_of_the_profile_come_before_those_of_the_system(tmp_path: Path) -> None:
    a_dictionary(tmp_path, "en_US", *OURS)
    (tmp_path / "hyph_en_US.dic").write_text("")
    (tmp_path / "de_DE.dic").write_text("")
    found = find_dictionaries(tmp_path)
    assert found["en_US"] == tmp_path
    assert not {"hyph_en_US", "de_DE"} & {name for name, folder in found.items() if folder == tmp_path}
    assert find_dictionaries(tmp_path / "none")["en_US"] != tmp_path


def test_letters_are_those_of_the_file_in_its_encoding(tmp_path: Path) -> None:
    a_dictionary(tmp_path, "de_XX", *OURS)
    assert letters_of(tmp_path, "de_XX") >= set("straßeï")
    assert "é" not in letters_of(tmp_path, "de_XX")


def test_the_process_ends_when_its_input_does(tmp_path: Path) -> None:
    a_dictionary(tmp_path, "de_XX", *OURS)
    command = [sys.executable, "-m", "postdesk.engine.speller", str(tmp_path), "de_XX", str(tmp_path / "none.txt")]
    question = json.dumps({"check": ["Haus", "Maus\ud83d", "Hause"]})
    done = subprocess.run(command, input=question, capture_output=True, text=True, timeout=30, check=True)
    assert json.loads(done.stdout) == {"wrong": ["Hause"]}
