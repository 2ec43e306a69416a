"""The stored versions of drafts."""

from datetime import timedelta
from functools import partial

from tests.support.factories import NOON, a_draft
from tests.support.filled import Filled

from postdesk.domain.drafts import Variant
from postdesk.domain.platforms import Platform
from postdesk.store import draft_versions, drafts
from postdesk.store.sqlite import Transaction


def texts(filled: Filled, draft_id: str = "draft-1") -> list[str]:
    return [version.text for version in draft_versions.of_draft(filled.database.reader, draft_id)]


def save(filled: Filled, text: str, minutes: float) -> None:
    now = NOON + timedelta(minutes=minutes)
    draft = a_draft(client_id=filled.clients[0].id, text=text, updated_at=now)

    def write(conn: Transaction) -> None:
        draft_versions.record_change(conn, draft, now)
        drafts.save(conn, draft)

    filled.database.submit(write).result()


def test_each_pause_in_writing_keeps_what_was_there_before(filled: Filled) -> None:
    for text, minutes in (("A", 0), ("A b", 0.01), ("A b c", 5), ("A b c d", 5.01), ("A b c d e", 12)):
        save(filled, text, minutes)
    assert texts(filled) == ["A b c d", "A b"]


def test_one_is_kept_once_with_all_that_was_written(filled: Filled) -> None:
    draft = a_draft(text="Shared", title="Title", variants=(Variant(Platform.TWITTER, "Own", due_at=NOON),))
    for _ in range(2):
        filled.database.submit(partial(draft_versions.save, draft=draft, now=NOON)).result()
    (version,) = draft_versions.of_draft(filled.database.reader, draft.id)
    assert version.same(draft)
    assert version.at == NOON


def test_those_of_a_deleted_draft_are_there_for_an_undo_until_the_next_start(filled: Filled) -> None:
    draft = a_draft(client_id=filled.clients[0].id, text="Precious")
    filled.database.submit(partial(drafts.save, draft=draft)).result()
    filled.database.submit(partial(draft_versions.save, draft=draft, now=NOON)).result()
    filled.database.submit(draft_versions.forget_orphans).result()
    filled.database.submit(lambda conn: drafts.delete(conn, draft.id)).result()
    assert texts(filled) == ["Precious"]
    filled.database.submit(draft_versions.forget_orphans).result()
    assert texts(filled) == []


def test_those_of_a_post_go_over_to_the_draft_that_it_becomes_again(filled: Filled) -> None:
    filled.database.submit(partial(draft_versions.save, draft=a_draft(text="Before"), now=NOON)).result()
    filled.database.submit(lambda conn: draft_versions.move_to_draft(conn, "draft-1", "draft-2")).result()
    assert (texts(filled), texts(filled, "draft-2")) == ([], ["Before"])
