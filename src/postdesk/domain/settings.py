"""What the user set for the whole app."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Appearance(StrEnum):
    """Which palette the window uses."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """App-wide settings. `proxy` is a URL or empty (none, the environment is not read); `ca_file` a PEM file or empty.

    `paused_since`: all sending is paused since then (aware UTC).
    """

    appearance: Appearance = Appearance.SYSTEM
    undo_delay: timedelta = timedelta(seconds=10)
    notify: bool = True
    proxy: str = ""
    ca_file: str = ""
    bundle_platforms: bool = False
    paused_since: datetime | None = None
