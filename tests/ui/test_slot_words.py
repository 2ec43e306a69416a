"""The texts about slots and their times."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from postdesk.domain.slots import FreeSlot, Slot
from postdesk.domain.times import WallTimeKind
from postdesk.ui.text.times import free_slot_words, moment_words, slot_words

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
EVENING = datetime(2026, 11, 30, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("platform", "words"), [("", "Mon 09:05, any platform"), ("linkedin", "Mon 09:05, LinkedIn"), ("new", "Mon 09:05, new")]
)
def test_a_slot_is_a_day_a_time_and_for_whom(platform: str, words: str) -> None:
    assert slot_words(Slot(1, 1, platform, 1, time(9, 5))) == words


@pytest.mark.parametrize(
    ("zone", "local_zone", "words"),
    [
        (BERLIN, BERLIN, "Mon 30 Nov 2026, 20:00"),
        (BERLIN, ZoneInfo("Europe/Paris"), "Mon 30 Nov 2026, 20:00"),
        (BERLIN, ZoneInfo("Europe/London"), "Mon 30 Nov 2026, 20:00 (19:00 your time)"),
        (BERLIN, TOKYO, "Mon 30 Nov 2026, 20:00 (Tue 1 Dec 2026, 04:00 your time)"),
    ],
)
def test_a_moment_is_said_whole_by_both_clocks(zone: ZoneInfo, local_zone: ZoneInfo, words: str) -> None:
    assert moment_words(EVENING, zone, local_zone) == words


def test_what_clocks_do_to_a_slot_is_said() -> None:
    said = {kind: free_slot_words(FreeSlot(EVENING, frozenset(), kind), BERLIN, BERLIN) for kind in WallTimeKind}
    assert said == {
        WallTimeKind.PLAIN: "Mon 30 Nov 2026, 20:00",
        WallTimeKind.SKIPPED: "Mon 30 Nov 2026, 20:00: the clock skips the slot’s time that day",
        WallTimeKind.DOUBLED: "Mon 30 Nov 2026, 20:00: that time comes twice, this is the first",
    }
