"""The number of posts that a client's day already holds."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.factories import a_draft
from tests.support.quiet_session import NOON, QuietSession, quiet_session

from postdesk.domain.delivery import State
from postdesk.domain.drafts import Variant
from postdesk.domain.platforms import Platform

HOUR = timedelta(hours=1)


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    with quiet_session(tmp_path) as made:
        yield made


def test_what_was_scheduled_meanwhile_counts(quiet: QuietSession) -> None:
    ann = quiet.client()
    draft = a_draft(Platform.YOUTUBE, client_id=ann.id, due_at=NOON + 3 * HOUR)
    counted = [quiet.session.composer.conflicts.within_a_day(draft, Platform.YOUTUBE)]
    for number in range(2):
        quiet.post(ann, (1 + number) * HOUR, State.PLANNED, Platform.YOUTUBE)
        counted.append(quiet.session.composer.conflicts.within_a_day(draft, Platform.YOUTUBE))
    assert counted == [0, 1, 2]
    assert quiet.session.composer.conflicts.within_a_day(draft, Platform.LINKEDIN) == 0


def test_a_platforms_own_time_tells_which_day_counts(quiet: QuietSession) -> None:
    ann = quiet.client()
    quiet.post(ann, 72 * HOUR, State.PLANNED, Platform.YOUTUBE)
    draft = a_draft(Platform.YOUTUBE, client_id=ann.id, due_at=NOON + 3 * HOUR)
    own = draft.with_variant(Variant(Platform.YOUTUBE, due_at=NOON + 70 * HOUR))
    assert [quiet.session.composer.conflicts.within_a_day(each, Platform.YOUTUBE) for each in (draft, own)] == [0, 1]
