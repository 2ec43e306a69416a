"""Drafts found by words, client and label, in pages."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.support.factories import NOON, a_draft
from tests.support.filled import Filled

from postdesk.domain.board import BoardFilter
from postdesk.domain.draft_search import DraftFilter
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.platforms import Platform
from postdesk.store import board, drafts
from postdesk.store.database import FILE, Database
from postdesk.store.schema import MIGRATIONS


def keep(filled: Filled, *made: Draft) -> None:
    for draft in made:
        filled.database.submit(partial(drafts.save, draft=draft)).result()


def found(filled: Filled, wanted: DraftFilter) -> list[str]:
    rows = drafts.find_page(filled.database.reader, filled.workspace.id, wanted, 50)
    assert drafts.count(filled.database.reader, filled.workspace.id, wanted) == len(rows)
    return [draft.id for draft in rows]


@pytest.fixture
def several(filled: Filled) -> Filled:
    ann, bob = filled.clients
    own = (Variant(Platform.TWITTER, text="Brief words", title="Headline"),)
    keep(
        filled,
        a_draft(id="bread", client_id=ann.id, text="Fresh bread at seven", updated_at=NOON),
        a_draft(id="cafe", client_id=ann.id, text="Das Café öffnet", updated_at=NOON + timedelta(1), labels=("Spring", "10%")),
        a_draft(id="own", client_id=bob.id, text="Long", title="A title", variants=own, updated_at=NOON + timedelta(2)),
        a_draft(id="form", client_id=bob.id, text="Fresh form", template="Weekly", due_at=None),
        a_draft(id="foreign", client_id=filled.stranger.id, text="Fresh bread elsewhere"),
    )
    return filled


def test_the_last_changed_stands_first_without_templates_and_other_accounts(several: Filled) -> None:
    assert found(several, DraftFilter()) == ["own", "cafe", "bread"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fre", ["bread"]),
        ("seven BREAD", ["bread"]),
        ("cafe", ["cafe"]),
        ("CAFÉ of", ["cafe"]),
        ("spri", ["cafe"]),
        ("brief", ["own"]),
        ("headl", ["own"]),
        ("title", ["own"]),
        ("twitter", []),
        ('"bread" OR (', []),
        ("nothing", []),
    ],
)
def test_words_are_found_wherever_they_stand_by_their_beginnings(several: Filled, typed: str, expected: list[str]) -> None:
    assert found(several, DraftFilter(typed)) == expected


def test_signs_alone_find_everything(several: Filled) -> None:
    assert len(found(several, DraftFilter(' "*( '))) == 3


def test_one_clients_one_labels_and_the_templates(several: Filled) -> None:
    ann, bob = several.clients
    assert found(several, DraftFilter(client_id=ann.id)) == ["cafe", "bread"]
    assert found(several, DraftFilter(label="10%")) == ["cafe"]
    assert found(several, DraftFilter(label="10")) == []
    assert found(several, DraftFilter(templates=True)) == ["form"]
    assert found(several, DraftFilter("week", bob.id, templates=True)) == ["form"]
    assert drafts.labels(several.database.reader, several.workspace.id) == ("10%", "Spring")


def test_a_draft_is_found_as_it_is_now(several: Filled) -> None:
    (bread,) = (each for each in drafts.of_workspace(several.database.reader, several.workspace.id) if each.id == "bread")
    keep(several, replace(bread, text="Rolls", labels=("Autumn",)))
    assert found(several, DraftFilter("bread")) == []
    assert found(several, DraftFilter("roll")) == found(several, DraftFilter("autumn")) == ["bread"]
    several.database.submit(lambda conn: drafts.delete(conn, "bread")).result()
    assert found(several, DraftFilter("roll")) == []


def test_pages_follow_each_other(filled: Filled) -> None:
    ann = filled.clients[0]
    keep(filled, *(a_draft(id=f"{n}", client_id=ann.id, updated_at=NOON + timedelta(minutes=n)) for n in range(5)))
    pages = [drafts.find_page(filled.database.reader, filled.workspace.id, DraftFilter(), 2, offset) for offset in (0, 2, 4)]
    assert [draft.id for page in pages for draft in page] == ["4", "3", "2", "1", "0"]


def test_a_template_has_no_card_in_the_calendar(filled: Filled) -> None:
    keep(filled, a_draft(id="form", client_id=filled.clients[0].id, template="Weekly"))
    edges = (NOON - timedelta(1), NOON + timedelta(1))
    (span,) = board.spans(filled.database.reader, filled.workspace.id, edges, BoardFilter(), 5)
    assert span.tally.count == 0


def test_what_was_written_before_there_was_a_search_is_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as before:
        for script in MIGRATIONS[:5]:
            before.executescript(script)
        before.executescript(
            "PRAGMA user_version = 5; INSERT INTO workspaces VALUES (1, 'real', 'Studio', '', '[]', '');"
            "INSERT INTO clients VALUES (1, 1, 'ann', 'Ann', '', '', 'day_before', 24, '');"
            "INSERT INTO drafts VALUES "
            """('old', 1, '[]', 'Shared', '[["twitter", "Own words"]]', '', '', '', NULL, NULL, NULL, 1, NULL);"""
        )
    database = Database(tmp_path)
    try:
        for typed, ids in (("shar", ["old"]), ("own", ["old"]), ("twit", [])):
            assert [each.id for each in drafts.find_page(database.reader, 1, DraftFilter(typed), 50)] == ids
    finally:
        database.close()
