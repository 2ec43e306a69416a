"""The facts that a new post has about earlier requests with the same text that may still be published."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.support.factories import NOON
from tests.support.filled import Filled, a_post, an_entry, at, fill

from postdesk.domain.delivery import Stage, State
from postdesk.engine.resend_check import with_earlier


def test_a_failure_of_the_same_words_is_known_beside_a_thousand_of_another_client(tmp_path: Path) -> None:
    filled: Filled = fill(tmp_path)
    ann, bob = filled.clients
    failed = an_entry(state=State.ACCEPTED, stage=Stage.FAILED, content="Hello", stage_since=NOON)
    try:
        entries = [
            replace(failed, remote_id=f"b{n}", due_at=at(NOON - timedelta(hours=2, seconds=n // 900), n)) for n in range(1001)
        ]
        filled.add(*entries, client=bob)
        (first,) = filled.add(replace(failed, remote_id="a", due_at=at(NOON - timedelta(hours=1), 1)), client=ann).entries
        again = a_post(ann, (an_entry(content="Hello", due_at=NOON + timedelta(hours=1)),))
        made = with_earlier(filled.database.reader, filled.workspace.id, again, ())
    finally:
        filled.database.close()
    assert [entry.earlier for entry in made.entries] == [(first.id,)]
