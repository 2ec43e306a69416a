"""The look-up of duplicates: it reads few posts, and finds what a look at all of them would."""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.factories import a_draft, an_entry
from tests.support.filled import a_post, at
from tests.support.quiet_session import NOON, QuietSession, quiet_session

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, State
from postdesk.domain.drafts import Draft
from postdesk.domain.duplicates import DuplicateIndex
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, SendMode
from postdesk.domain.recall import RECALLABLE_STATES
from postdesk.store import posts, rows

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
PLATFORMS: Final = (Platform.LINKEDIN, Platform.TWITTER, Platform.THREADS)
PIECES: Final = (
    *("Fresh", "bread", "Brot", "🥐", "–", "…", "¿qué?", "naïve", "zero\u200bwidth", "#tea", "@ann", "日本", "\ufffd", "100%"),
    *("https://a.example", "https://a.example.", "https://a.example?utm_source=x", "https://a.example?utm_source=x."),
    *("(https://a.example/?utm_medium=y&p=1#part)", "(https://a.example/?p=1#part)", "see:https://b.example?utm_term=1&utm_id=2"),
    *("see:https://b.example", "?utm_source=x", "b.example?utm_source=x", "b.example", "HTTPS://C.example?UTM_Source=x"),
)
BLANKS: Final = (" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2028")
MEDIA: Final = ("", "", "https://files.example/a.jpg")


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    with quiet_session(tmp_path) as made:
        yield made


def some_text(chance: random.Random) -> str:
    pieces = chance.choices(PIECES, k=chance.choice((1, 1, 2, 3)))
    return chance.choice(("", *BLANKS)) + "".join(piece + chance.choice(BLANKS) for piece in pieces)


def some_entry(chance: random.Random, number: int) -> Entry:
    return an_entry(
        content=some_text(chance),
        media_url=chance.choice(MEDIA),
        platforms=tuple(chance.sample(PLATFORMS, chance.randint(1, 3))),
        state=chance.choice(list(State)),
        stage=chance.choice(list(Stage)),
        mode=chance.choice(list(SendMode)),
        due_at=NOON + timedelta(minutes=chance.randint(-3000, 4000), milliseconds=number % 999),
    )


def add(quiet: QuietSession, client: Client, *entries: Iterable[Entry]) -> list[int]:
    """Add a post of each of these entries; return their ids."""
    made = [a_post(client, each) for each in entries]
    return quiet.database.submit(lambda conn: [posts.add(conn, client.workspace_id, post, NOON).id for post in made]).result()


def among_all(quiet: QuietSession, entries: list[Entry], draft: Draft, platform: Platform) -> Entry | None:
    """Return the duplicate of a draft among all requests of its client within a day of now or of its time."""
    now, due_at = quiet.session.clock.now(), draft.due_for(platform) or quiet.session.clock.now()
    near = [each for each in entries if abs(each.due_at - now) < DAY or abs(each.due_at - due_at) < DAY]
    kept = (each for each in near if each.post_id != draft.replaces_post or each.state not in RECALLABLE_STATES)
    content = draft.content_for(platform)
    return DuplicateIndex(kept).of(platform, content.text, content.media_url)


@pytest.mark.parametrize("seed", range(4))
def test_the_duplicate_is_that_of_a_look_at_all_posts(seed: int, quiet: QuietSession) -> None:
    chance, ann = random.Random(seed), quiet.client()
    made = add(quiet, ann, *([some_entry(chance, 2 * number + n) for n in range(2)] for number in range(120)))
    entries, told = [entry for each in made for entry in posts.entries_of(quiet.database.reader, each)], []
    for _ in range(400):
        due_at = chance.choice((None, NOON + timedelta(minutes=chance.randint(-100, 4000))))
        about = {"text": some_text(chance), "media_url": chance.choice(MEDIA), "replaces_post": chance.choice((None, *made))}
        draft, platform = a_draft(*PLATFORMS, client_id=ann.id, due_at=due_at, **about), chance.choice(PLATFORMS)
        found = quiet.session.composer.conflicts.duplicate_of(draft, platform)
        assert found == among_all(quiet, entries, draft, platform), draft
        told.append(found is not None)
    assert 20 < sum(told) < 380


def test_only_posts_with_the_first_word_are_read(quiet: QuietSession, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, read, entry_of = quiet.client(), list[object](), rows.entry_of

    def noted(row: sqlite3.Row) -> Entry:
        read.append(row["id"])
        return entry_of(row)

    texts = ["Tea of the day", *(f"Coffee {number}" for number in range(40))]
    soon = NOON + HOUR
    add(quiet, ann, *([an_entry(content=text, due_at=at(soon, number))] for number, text in enumerate(texts)))
    monkeypatch.setattr("postdesk.store.posts.entry_of", noted)
    lookup = quiet.session.composer.conflicts
    draft = a_draft(client_id=ann.id, due_at=soon)
    typed = ("T", "Te", "Tea", "Tea ", "Tea o", "Tea of the day")
    found = [lookup.duplicate_of(replace(draft, text=text), Platform.LINKEDIN) for text in typed]
    assert [each is not None for each in found] == [False] * 5 + [True]
    assert len(read) <= 2 * 3  # for now and for the time of the draft, with each letter of the first word


def test_a_first_word_is_asked_for_once(quiet: QuietSession) -> None:
    ann, heard = quiet.client(), list[str]()
    add(quiet, ann, [an_entry(content="Tea of the day", due_at=NOON + HOUR)])
    quiet.database.reader.set_trace_callback(heard.append)
    for text in ("Tea", "Tea o", "Tea of", "Tea of the day", "Tea of the day!"):
        for platform in PLATFORMS:
            quiet.session.composer.conflicts.duplicate_of(a_draft(*PLATFORMS, client_id=ann.id, text=text), platform)
    quiet.database.reader.set_trace_callback(None)
    assert len(heard) == 2  # around now and around its time
