"""What becomes of a post that waits here when the window closes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.support.making import NOON, an_account, an_entry

from postdesk.domain.closing import Prospect, obstacle, prospect
from postdesk.domain.delivery import Hold, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import QUIET_HOLDS, Mode

HOUR = timedelta(hours=1)
READY = (an_account(Platform.LINKEDIN),)
PICTURE = "https://example.com/a.jpg"


@pytest.mark.parametrize(
    ("made", "comes_to"),
    [
        ({}, Prospect.LOCKABLE),
        ({"media_url": PICTURE}, Prospect.FROM_HERE),
        ({"due_at": NOON + timedelta(seconds=80)}, Prospect.FROM_HERE),
        ({"state": State.QUEUED, "mode": Mode.SCHEDULED, "hold": Hold.UNDO_DELAY}, Prospect.LOCKABLE),
        ({"state": State.QUEUED, "mode": Mode.IMMEDIATE, "hold": Hold.NOT_DUE}, Prospect.FROM_HERE),
        ({"hold": Hold.OFFLINE}, Prospect.HELD),
        ({"hold": Hold.RESTORED, "media_url": PICTURE}, Prospect.HELD),
        ({"state": State.ACCEPTED}, None),
        ({"state": State.UNCERTAIN}, None),
    ],
)
def test_each_entry_comes_to_one_thing(made: dict[str, Any], comes_to: Prospect | None) -> None:
    entry = an_entry(**{"due_at": NOON + HOUR, **made})
    assert prospect(entry, NOON, obstacle(entry, READY, paused=False, approved=True)) == comes_to


@pytest.mark.parametrize("hold", sorted(QUIET_HOLDS, key=str))
def test_what_would_hold_it_at_its_time_is_said_before(hold: Hold | None) -> None:
    entry = an_entry(hold=hold)
    changed = (replace(READY[0], confirmed_account_id="another"),)
    broken = (an_account(Platform.LINKEDIN, status="expired"),)
    assert obstacle(entry, READY, paused=True, approved=True) == Hold.PAUSED
    assert obstacle(entry, READY, paused=False, approved=False) == Hold.NOT_APPROVED
    assert obstacle(entry, broken, paused=False, approved=True) == Hold.NOT_CONNECTED
    assert obstacle(entry, (), paused=False, approved=True) == Hold.NOT_CONNECTED
    assert obstacle(entry, changed, paused=False, approved=True) == Hold.ACCOUNT_CHANGED


def test_what_holds_it_now_is_said_first() -> None:
    held = an_entry(hold=Hold.KEY_REJECTED)
    assert obstacle(held, (), paused=True, approved=False) == Hold.KEY_REJECTED
