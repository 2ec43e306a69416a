"""The `settings` table: what the user set for the whole app, and small things that are remembered, each by its name."""

import secrets
import sqlite3
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from postdesk.domain.settings import Appearance, ClockFace, Settings
from postdesk.domain.tidings import Tiding
from postdesk.domain.times import from_ms, to_ms

_Word = TypeVar("_Word", bound=StrEnum)
_SUNDAY = 7
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
        appearance=_word(Appearance, value(conn, "appearance"), new.appearance),
        undo_delay=_seconds(value(conn, "undo_delay_s"), new.undo_delay),
        tell=_tidings(value(conn, "tell"), new.tell),
        proxy=value(conn, "proxy") or new.proxy,
        ca_file=value(conn, "ca_file") or new.ca_file,
        bundle_platforms=_flag(value(conn, "bundle_platforms"), new.bundle_platforms),
        spelling=value(conn, "spelling") or new.spelling,
        paused_since=_moment(value(conn, _PAUSED_SINCE)),
        preview_folded=_flag(value(conn, "preview_folded"), new.preview_folded),
        clock_face=_word(ClockFace, value(conn, "clock_face"), new.clock_face),
        first_weekday=_weekday(value(conn, "first_weekday"), new.first_weekday),
        ahead_folded=_flag(value(conn, "ahead_folded"), new.ahead_folded),
        stay_awake=_flag(value(conn, "stay_awake"), new.stay_awake),
        first_published_told=_flag(value(conn, "first_published_told"), new.first_published_told),
    )


def save(conn: sqlite3.Connection, settings: Settings) -> None:
    """Keep the user's settings."""
    remember(conn, "appearance", settings.appearance)
    remember(conn, "undo_delay_s", str(round(settings.undo_delay.total_seconds())))
    remember(conn, "tell", " ".join(sorted(settings.tell)))
    remember(conn, "proxy", settings.proxy)
    remember(conn, "ca_file", settings.ca_file)
    remember(conn, "bundle_platforms", str(int(settings.bundle_platforms)))
    remember(conn, "spelling", settings.spelling)
    remember(conn, "preview_folded", str(int(settings.preview_folded)))
    remember(conn, "clock_face", settings.clock_face)
    remember(conn, "first_weekday", str(settings.first_weekday))
    remember(conn, "ahead_folded", str(int(settings.ahead_folded)))
    remember(conn, "stay_awake", str(int(settings.stay_awake)))
    remember(conn, "first_published_told", str(int(settings.first_published_told)))
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


def _word(kind: type[_Word], text: str | None, otherwise: _Word) -> _Word:
    try:
        return kind(text or "")
    except ValueError:
        return otherwise


def _tidings(text: str | None, otherwise: frozenset[Tiding]) -> frozenset[Tiding]:
    """What is not known, by another version perhaps, is not told of."""
    return otherwise if text is None else frozenset(each for each in Tiding if each in text.split())


def _weekday(text: str | None, otherwise: int) -> int:
    day = number(text, 1)
    return day if day is not None and day <= _SUNDAY else otherwise


def _seconds(text: str | None, otherwise: timedelta) -> timedelta:
    seconds = number(text, 5)
    return otherwise if seconds is None else timedelta(seconds=seconds)


def _moment(text: str | None) -> datetime | None:
    return from_ms(number(text, 14) or 0) if text else None


def _flag(text: str | None, otherwise: bool) -> bool:
    return {"0": False, "1": True}.get(text or "", otherwise)
