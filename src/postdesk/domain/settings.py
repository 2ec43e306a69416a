"""The user's settings for the whole app."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass


class Appearance(StrEnum):
    """The palette of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class ClockFace(StrEnum):
    """The format of times of day: as in this computer's region, 14:40, or 2:40 PM."""

    SYSTEM = "system"
    TWENTY_FOUR = "24"
    TWELVE = "12"


class NotificationKind(StrEnum):
    """A kind of notification of the desktop, which the user can switch on and off."""

    PUBLISHED = "published"
    FAILED = "failed"
    TO_DECIDE = "to_decide"
    MISSED = "missed"
    RECONNECT = "reconnect"


class AnswersKept(StrEnum):
    """The time for which the service's raw answers about a settled post are kept. What came of it always stays."""

    ALWAYS = "always"
    THREE_YEARS = "3"
    ONE_YEAR = "1"

    def start(self, now: datetime) -> datetime | None:
        """Return the time of the first posts whose answers are kept; None for all."""
        return None if self is AnswersKept.ALWAYS else now - _YEAR * int(self)


_YEAR: Final = timedelta(days=365)

QUIET: Final = frozenset({NotificationKind.PUBLISHED})
"""The kinds that are off by default."""


@dataclass(frozen=True, slots=True)
class Settings:
    """App-wide settings. `proxy`: a URL or empty (none, the environment is not read). `ca_file`: a PEM file or empty.

    `paused_since`: the time since which all sending is paused (aware UTC). `spelling`: the language of a dictionary ("en_US"),
    "off", or empty for that of this computer. `preview_folded`: the composer's preview is folded. `first_weekday`: the ISO
    number of the first day of a week, 0 for that of this computer's region. `notified_kinds`: the kinds of events with a
    desktop notification. `whole_months`: the calendar's months begin with the 1st, not with the present week.
    `answers_kept`: how long raw answers are kept; by default always, since nothing brings them back.
    `first_published_told`: the notification of the first post published in the background was shown, whatever
    `notified_kinds` is. `stay_awake`: the computer is asked not to sleep while a post that needs this computer is due soon.
    """

    appearance: Appearance = Appearance.SYSTEM
    undo_delay: timedelta = timedelta(seconds=10)
    notified_kinds: frozenset[NotificationKind] = frozenset(NotificationKind) - QUIET
    proxy: str = ""
    ca_file: str = ""
    bundle_platforms: bool = False
    paused_since: datetime | None = None
    spelling: str = ""
    preview_folded: bool = False
    clock_face: ClockFace = ClockFace.SYSTEM
    first_weekday: int = 0
    whole_months: bool = False
    stay_awake: bool = True
    first_published_told: bool = False
    answers_kept: AnswersKept = AnswersKept.ALWAYS
