"""The `settings` table: what the user set for the whole app, and small things that are remembered, each by its name."""

import secrets
import sqlite3
from datetime import datetime, timedelta

from postdesk.domain.settings import Appearance, Settings
from postdesk.domain.times import from_ms, to_ms

_PROFILE_ID = "profile_id"
_PAUSED_SINCE = "paused_since_ms"


def value(conn: sqlite3.Connection, name: str) -> str | None:
    """The remembered text of that name, None where there is none."""
    row = conn.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row["value"])


def remember(conn: sqlite3.Connection, name: str, text: str) -> None:
    """Keep `text` under that name."""
    conn.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, text))


def number(text: str | None, digits: int) -> int | None:
    """The number that a remembered text is, of at most so many digits; None where it is none."""
    return int(text) if text and text.isdecimal() and len(text) <= digits else None


def load(conn: sqlite3.Connection) -> Settings:
    """The user's settings; what is missing or unreadable is as in a new profile."""
    new = Settings()
    return Settings(
        appearance=_appearance(value(conn, "appearance"), new.appearance),
        undo_delay=_seconds(value(conn, "undo_delay_s"), new.undo_delay),
        notify=_flag(value(conn, "notify"), new.notify),
        proxy=value(conn, "proxy") or new.proxy,
        ca_file=value(conn, "ca_file") or new.ca_file,
        bundle_platforms=_flag(value(conn, "bundle_platforms"), new.bundle_platforms),
        paused_since=_moment(value(conn, _PAUSED_SINCE)),
    )


def save(conn: sqlite3.Connection, settings: Settings) -> None:
    """Keep the user's settings."""
    remember(conn, "appearance", settings.appearance)
    remember(conn, "undo_delay_s", str(round(settings.undo_delay.total_seconds())))
    remember(conn, "notify", str(int(settings.notify)))
    remember(conn, "proxy", settings.proxy)
    remember(conn, "ca_file", settings.ca_file)
    remember(conn, "bundle_platforms", str(int(settings.bundle_platforms)))
    remember(conn, _PAUSED_SINCE, str(to_ms(settings.paused_since)) if settings.paused_since else "")


def paused(conn: sqlite3.Connection) -> bool:
    """Whether all sending is paused; what cannot be read counts as paused, since a pause that is forgotten sends."""
    return bool(value(conn, _PAUSED_SINCE))


def profile_id(conn: sqlite3.Connection) -> str:
    """The profile's random id, made when first asked for, so that two profiles never share a key in the keyring."""
    known = value(conn, _PROFILE_ID)
    if known:
        return known
    made = secrets.token_hex(8)
    remember(conn, _PROFILE_ID, made)
    return made


def _appearance(text: str | None, otherwise: Appearance) -> Appearance:
    try:
        return Appearance(text or "")
    except ValueError:
        return otherwise


def _seconds(text: str | None, otherwise: timedelta) -> timedelta:
    seconds = number(text, 5)
    return otherwise if seconds is None else timedelta(seconds=seconds)


def _moment(text: str | None) -> datetime | None:
    return from_ms(number(text, 14) or 0) if text else None


def _flag(text: str | None, otherwise: bool) -> bool:
    return {"0": False, "1": True}.get(text or "", otherwise)
