"""The `settings` table: the app's settings, and small named values."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from postdesk.domain import externals
from postdesk.domain.externals import External
from postdesk.domain.settings import AnswersKept, Appearance, ClockFace, NotificationKind, Settings
from postdesk.domain.times import from_ms, to_ms
from postdesk.store import confirmed
from postdesk.store.key_values import number, remember, value

__all__ = ["is_paused", "load", "network", "number", "remember", "save", "value"]

_Word = TypeVar("_Word", bound=StrEnum)
_SUNDAY = 7
_PROXY = "proxy"
_CA_FILE = "ca_file"
_PAUSED_SINCE = "paused_since_ms"


def load(conn: sqlite3.Connection) -> Settings:
    """Return the settings; a missing, unreadable or unconfirmed value has its default."""
    new = Settings()
    return Settings(
        appearance=_word(Appearance, value(conn, "appearance"), new.appearance),
        undo_delay=_seconds(value(conn, "undo_delay_s"), new.undo_delay),
        notified_kinds=_notified_kinds(value(conn, "tell"), new.notified_kinds),
        proxy=_confirmed(conn, externals.proxy(value(conn, _PROXY) or "")),
        ca_file=_confirmed(conn, externals.ca_file(value(conn, _CA_FILE) or "")),
        bundle_platforms=_flag(value(conn, "bundle_platforms"), new.bundle_platforms),
        spelling=value(conn, "spelling") or new.spelling,
        paused_since=_moment(value(conn, _PAUSED_SINCE)),
        preview_folded=_flag(value(conn, "preview_folded"), new.preview_folded),
        clock_face=_word(ClockFace, value(conn, "clock_face"), new.clock_face),
        first_weekday=_weekday(value(conn, "first_weekday"), new.first_weekday),
        whole_months=_flag(value(conn, "whole_months"), new.whole_months),
        stay_awake=_flag(value(conn, "stay_awake"), new.stay_awake),
        first_published_told=_flag(value(conn, "first_published_told"), new.first_published_told),
        answers_kept=_word(AnswersKept, value(conn, "answers_kept"), new.answers_kept),
    )


def save(conn: sqlite3.Connection, settings: Settings) -> None:
    """Save the settings."""
    remember(conn, "appearance", settings.appearance)
    remember(conn, "undo_delay_s", str(round(settings.undo_delay.total_seconds())))
    remember(conn, "tell", " ".join(sorted(settings.notified_kinds)))
    _save_external(conn, _PROXY, externals.proxy, settings.proxy)
    _save_external(conn, _CA_FILE, externals.ca_file, settings.ca_file)
    remember(conn, "bundle_platforms", str(int(settings.bundle_platforms)))
    remember(conn, "spelling", settings.spelling)
    remember(conn, "preview_folded", str(int(settings.preview_folded)))
    remember(conn, "clock_face", settings.clock_face)
    remember(conn, "first_weekday", str(settings.first_weekday))
    remember(conn, "whole_months", str(int(settings.whole_months)))
    remember(conn, "stay_awake", str(int(settings.stay_awake)))
    remember(conn, "first_published_told", str(int(settings.first_published_told)))
    remember(conn, "answers_kept", settings.answers_kept)
    remember(conn, _PAUSED_SINCE, str(to_ms(settings.paused_since)) if settings.paused_since else "")


def is_paused(conn: sqlite3.Connection) -> bool:
    """Return True when all sending is paused; an unreadable value counts as paused, since the opposite error would send."""
    return bool(value(conn, _PAUSED_SINCE))


def network(conn: sqlite3.Connection) -> tuple[External, ...]:
    """Return the configured proxy and CA file, confirmed or not."""
    found = externals.proxy(value(conn, _PROXY) or ""), externals.ca_file(value(conn, _CA_FILE) or "")
    return tuple(each for each in found if any(each.parts))


def _confirmed(conn: sqlite3.Connection, external: External) -> str:
    (text,) = external.parts
    return text if text and confirmed.is_confirmed(conn, external) else ""


def _save_external(conn: sqlite3.Connection, name: str, made: Callable[[str], External], text: str) -> None:
    """Save and confirm what the user typed. An unconfirmed value reads as empty, and stays until another one is typed."""
    if text:
        remember(conn, name, text)
        confirmed.confirm(conn, (made(text),))
    elif _confirmed(conn, made(value(conn, name) or "")):
        remember(conn, name, "")


def _word(kind: type[_Word], text: str | None, otherwise: _Word) -> _Word:
    try:
        return kind(text or "")
    except ValueError:
        return otherwise


def _notified_kinds(text: str | None, otherwise: frozenset[NotificationKind]) -> frozenset[NotificationKind]:
    """Return the notification kinds in the text; unknown ones, such as those of another version, are ignored."""
    return otherwise if text is None else frozenset(each for each in NotificationKind if each in text.split())


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
