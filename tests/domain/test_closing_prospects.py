"""The prospects of a post that waits on this computer when the window closes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.support.factories import NOON, an_account, an_entry

from postdesk.domain.close_forecast import CloseForecast, blocking_hold, forecast_entry
from postdesk.domain.delivery import Hold, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import QUIET_HOLDS, SendMode

HOUR = timedelta(hours=1)
READY = (an_account(Platform.LINKEDIN),)
PICTURE = "https://example.com/a.jpg"


@pytest.mark.parametrize(
    ("made", "comes_to"),
    [
        ({}, CloseForecast.LOCKABLE),
        ({"media_url": PICTURE}, CloseForecast.NEEDS_THIS_COMPUTER),
        ({"due_at": NOON + timedelta(seconds=80)}, CloseForecast.NEEDS_THIS_COMPUTER),
        ({"state": State.QUEUED, "mode": SendMode.SCHEDULED, "hold": Hold.UNDO_DELAY}, CloseForecast.LOCKABLE),
        ({"state": State.QUEUED, "mode": SendMode.IMMEDIATE, "hold": Hold.NOT_DUE}, CloseForecast.NEEDS_THIS_COMPUTER),
        ({"hold": Hold.OFFLINE}, CloseForecast.HELD),
        ({"hold": Hold.RESTORED, "media_url": PICTURE}, CloseForecast.HELD),
        ({"state": State.ACCEPTED}, None),
        ({"state": State.UNCERTAIN}, None),
    ],
)
def test_each_entry_comes_to_one_thing(made: dict[str, Any], comes_to: CloseForecast | None) -> None:
    entry = an_entry(**{"due_at": NOON + HOUR, **made})
    assert forecast_entry(entry, NOON, blocking_hold(entry, READY, paused=False, approved=True)) == comes_to


@pytest.mark.parametrize("hold", sorted(QUIET_HOLDS, key=str))
def test_what_would_hold_it_at_its_time_is_said_before(hold: Hold | None) -> None:
    entry = an_entry(hold=hold)
    changed = (replace(READY[0], confirmed_account_id="another"),)
    broken = (an_account(Platform.LINKEDIN, status="expired"),)
    assert blocking_hold(entry, READY, paused=True, approved=True) == Hold.PAUSED
    assert blocking_hold(entry, READY, paused=False, approved=False) == Hold.NOT_APPROVED
    assert blocking_hold(entry, broken, paused=False, approved=True) == Hold.NOT_CONNECTED
    assert blocking_hold(entry, (), paused=False, approved=True) == Hold.NOT_CONNECTED
    assert blocking_hold(entry, changed, paused=False, approved=True) == Hold.ACCOUNT_CHANGED


def test_what_holds_it_now_is_said_first() -> None:
    held = an_entry(hold=Hold.KEY_REJECTED)
    assert blocking_hold(held, (), paused=True, approved=False) == Hold.KEY_REJECTED
