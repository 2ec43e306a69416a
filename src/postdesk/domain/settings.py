"""What the user set for the whole app."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Appearance(StrEnum):
    """Which palette the window uses."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class ClockFace(StrEnum):
    """How times of day are written: as this computer's region does, 14:40, or 2:40 PM."""

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


QUIET: Final = frozenset({NotificationKind.PUBLISHED})
"""The kinds that are off by default."""


@dataclass(frozen=True, slots=True)
class Settings:
    """App-wide settings. `proxy` is a URL or empty (none, the environment is not read); `ca_file` a PEM file or empty.

    `paused_since`: all sending is paused since then (aware UTC). `spelling`: the language of a dictionary ("en_US"), "off", or
    empty for that of this computer. `preview_folded`: the composer's preview was folded away. `first_weekday`: the ISO number of
    the day with which a week begins, 0 as in this computer's region. `tell`: of what the desktop's
    notifications tell. `ahead_folded`: of the week ahead, one line is shown.
    `first_published_told`: the first post that went out unseen was told of, whatever `tell` says.
    `stay_awake`: while a post that is sent from this computer is due soon, it is asked not to sleep.
    """

    appearance: Appearance = Appearance.SYSTEM
    undo_delay: timedelta = timedelta(seconds=10)
    tell: frozenset[NotificationKind] = frozenset(NotificationKind) - QUIET
    proxy: str = ""
    ca_file: str = ""
    bundle_platforms: bool = False
    paused_since: datetime | None = None
    spelling: str = ""
    preview_folded: bool = False
    clock_face: ClockFace = ClockFace.SYSTEM
    first_weekday: int = 0
    ahead_folded: bool = True
    stay_awake: bool = True
    first_published_told: bool = False
