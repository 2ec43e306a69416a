"""The `slots` table: a client's weekly times, and reads of the posts planned at them."""

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime, time
from functools import lru_cache
from typing import Final

from postdesk.domain.slots import PlannedPost, Slot
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, MINUTE, PLATFORM_STATES, TEXTS, VARIANTS, WEEKDAY
from postdesk.store.posts import HAS_LIVE_ENTRY, NOT_LIVE
from postdesk.store.rows import as_json

_AN_HOUR: Final = 60
_A_MINUTE_MS: Final = 60_000
_OWN: Final = "instr(texts, '\"due_ms\"')"
"""Must equal the expression of the index: True when a platform has its own time."""


def of_client(conn: sqlite3.Connection, client_id: int) -> tuple[Slot, ...]:
    """Return the slots of a client in the order of the week."""
    rows = conn.execute("SELECT * FROM slots WHERE client_id = ?", (client_id,))
    return tuple(sorted(map(_slot, rows), key=lambda slot: slot.order))


def add(conn: sqlite3.Connection, slots: Iterable[Slot]) -> None:
    """Insert new slots with new ids. Existing ones stay."""
    conn.executemany(
        "INSERT OR IGNORE INTO slots (client_id, platform, weekday, minute) VALUES (?, ?, ?, ?)",
        [(each.client_id, each.platform, each.weekday, each.at.hour * _AN_HOUR + each.at.minute) for each in slots],
    )


def remove(conn: sqlite3.Connection, slot_ids: Iterable[int]) -> None:
    """Delete slots."""
    conn.executemany("DELETE FROM slots WHERE id = ?", [(each,) for each in slot_ids])


def posts_between(
    conn: sqlite3.Connection, client_id: int, start: datetime, end: datetime, but: Collection[int] = ()
) -> tuple[PlannedPost, ...]:
    """Return the client's posts, except `but`, that were or will be sent, from `start` to before `end`."""
    rows = conn.execute(
        "SELECT due_ms, marks FROM posts WHERE client_id = ? AND due_ms >= ? AND due_ms < ? "
        f"AND {HAS_LIVE_ENTRY} AND id NOT IN ({', '.join('?' for _ in but)})",
        (client_id, to_ms(start), to_ms(end), *but),
    )
    return tuple(PlannedPost(AT.read(row["due_ms"]), _live_platforms(row["marks"])) for row in rows)


@lru_cache(1000)
def _live_platforms(kept: str) -> tuple[str, ...]:
    """Return the platforms that were or will be sent. Cached: most posts have one of a few dozen values."""
    return tuple(platform for platform, state in PLATFORM_STATES.read(kept) if state not in NOT_LIVE)


def posts_at(
    conn: sqlite3.Connection, client_id: int, minutes: Iterable[datetime], but: Collection[int] = ()
) -> tuple[PlannedPost, ...]:
    """Return the posts of these minutes only: a client may have hundreds of posts a day, but few slots."""
    rows = conn.execute(
        "SELECT due_ms, marks FROM json_each(?) AS minute CROSS JOIN posts INDEXED BY posts_client_due "
        f"WHERE client_id = ? AND due_ms >= minute.value AND due_ms < minute.value + {_A_MINUTE_MS} "
        f"AND {HAS_LIVE_ENTRY} AND posts.id NOT IN ({', '.join('?' for _ in but)})",
        (as_json(map(to_ms, minutes)), client_id, *but),
    )
    return tuple(PlannedPost(AT.read(row["due_ms"]), _live_platforms(row["marks"])) for row in rows)


def drafts_between(
    conn: sqlite3.Connection, client_id: int, start: datetime, end: datetime, but: Iterable[str] = ()
) -> tuple[PlannedPost, ...]:
    """Return the times of the client's drafts, except `but`, including a platform's own time."""
    columns, left_out = "id, due_ms, platforms, texts, client_id, template", frozenset(but)
    rows = conn.execute(
        f"SELECT {columns} FROM drafts INDEXED BY drafts_due "
        "WHERE due_ms >= ? AND due_ms < ? AND client_id = ? AND template = '' "
        f"UNION SELECT {columns} FROM drafts INDEXED BY drafts_with_own_times WHERE client_id = ? AND template = '' AND {_OWN}",
        (to_ms(start), to_ms(end), client_id, client_id),
    )
    found = (each for row in rows if row["id"] not in left_out for each in _times_of(row))
    return tuple(each for each in found if start <= each.moment < end)


def _times_of(row: sqlite3.Row) -> tuple[PlannedPost, ...]:
    """Return one item for each time of the draft."""
    own = {each.platform: each.due_at for each in VARIANTS.read(row["texts"]) if each.due_at}
    platforms = TEXTS.read(row["platforms"])
    shared = tuple(each for each in platforms if each not in own)
    apart = tuple(PlannedPost(own[each], (each,)) for each in own if each in platforms)
    if row["due_ms"] is None or (platforms and not shared):
        return apart
    return (PlannedPost(AT.read(row["due_ms"]), shared), *apart)


def _slot(row: sqlite3.Row) -> Slot:
    at = time(*divmod(MINUTE.read(row["minute"]), _AN_HOUR))
    return Slot(row["id"], row["client_id"], row["platform"], WEEKDAY.read(row["weekday"]), at)
