"""Profiles with many posts, spread evenly over the year around now: written with plain SQL, since there may be 100,000.

Past posts have settled; future ones are locked in. Nothing is due within an hour, so that nothing happens by itself.
"""

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from postdesk.domain.clients import Client, Workspace, WorkspaceKind
from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostOrigin, PostState, SendMode
from postdesk.domain.times import to_ms
from postdesk.store import clients, workspaces
from postdesk.store.database import Database

NAMES: Final = ("Harbour Bakery", "Lina Okafor Studio", "Northwind Cycles", "Theater am Fluss", "Casa Verde")
_COLOURS: Final = ("#b45309", "#7c3aed", "#0e7490", "#be123c", "#15803d")
_OPENINGS: Final = (
    "Fresh out of the oven this morning:",
    "We have been asked about this more than once, so here is how it works:",
    "Behind the scenes 👀",
    "Three things we learned this quarter.",
    "Nur noch wenige Plätze für Samstag!",
    "Thank you for 5,000 followers 🎉",
)
_REST: Final = (
    "new sizes, the same flour, and a queue around the corner by nine.",
    "the long version is on our site: https://example.com/journal/how-we-work",
    "ask us anything below, we read every comment. #smallbusiness #craft",
    "Kommt vorbei, bringt Freunde mit und sagt uns, was euch gefehlt hat.",
    "details, dates and tickets behind the link in our profile.",
)
_YEAR: Final = timedelta(days=365)
_QUIET: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Amount:
    """The number of posts and clients; `unsettled` more that were due 30 seconds ago and whose end is not known."""

    posts: int
    clients: int = 3
    unsettled: int = 0


def seed(folder: Path, amount: Amount, base_url: str = "http://127.0.0.1:9/api") -> Workspace:
    """Make a profile in `folder` with a workspace of that address, its clients, and posts that look like a working year's."""
    database = Database(folder)
    try:
        workspace = database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Studio", base_url)).result()
        database.submit(lambda conn: _fill(conn, workspace, amount)).result()
        return workspace
    finally:
        database.close()


def _fill(conn: sqlite3.Connection, workspace: Workspace, amount: Amount) -> None:
    owners = [
        clients.add(
            conn, Client(0, workspace.id, f"client-{n}", NAMES[n % len(NAMES)], _COLOURS[n % len(_COLOURS)], "Europe/Berlin")
        )
        for n in range(amount.clients)
    ]
    now = datetime.now(UTC).replace(microsecond=0)
    planned = list(_year(now, owners, amount))
    conn.executemany(
        "INSERT INTO posts (id, workspace_id, client_id, origin, group_token, text, due_ms, state, urgency, platforms, marks, "
        "created_ms, changed_ms) VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?)",
        (post.row(workspace.id, to_ms(now)) for post in planned),
    )
    conn.executemany(
        "INSERT INTO entries (post_id, workspace_id, client_id, ours, platforms, state, mode, due_ms, content, token, attempts, "
        "remote_id, remote_status, stage, changed_ms) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)",
        (entry for post in planned for entry in post.entry_rows(workspace.id, to_ms(now))),
    )


@dataclass(frozen=True)
class _Seeded:
    id: int
    client_id: int
    due_at: datetime
    text: str
    platforms: tuple[Platform, ...]
    stage: Stage

    @property
    def _state(self) -> PostState:
        return PostState.LOCKED if self.stage is Stage.SCHEDULED else PostState(self.stage)

    def row(self, workspace_id: int, now_ms: int) -> tuple[object, ...]:
        marks = json.dumps([(platform, self._state) for platform in self.platforms])
        urgency = int(self.stage is Stage.FAILED)
        named = json.dumps(self.platforms)
        due_ms = to_ms(self.due_at)
        return (
            *(self.id, workspace_id, self.client_id, PostOrigin.HERE, self.text, due_ms, self._state, urgency, named, marks),
            *(due_ms - 86_400_000, min(due_ms, now_ms)),
        )

    def entry_rows(self, workspace_id: int, now_ms: int) -> Iterator[tuple[object, ...]]:
        for n, platform in enumerate(self.platforms):
            # Each entry of a workspace has a millisecond of its own; the posts are more than a second apart, or not in order.
            due_ms = to_ms(self.due_at) + 1 + n
            remote = f"post-{self.id}-{n}"
            yield (
                *(self.id, workspace_id, self.client_id, json.dumps([platform]), State.ACCEPTED, SendMode.SCHEDULED, due_ms),
                *(self.text, f"token-{remote}", remote, str(self.stage), self.stage, min(due_ms, now_ms)),
            )


def _year(now: datetime, owners: list[int], amount: Amount) -> Iterator[_Seeded]:
    chance = random.Random(20261124)
    step = _YEAR / max(1, amount.posts)
    for n in range(amount.posts + amount.unsettled):
        overdue = n >= amount.posts
        due_at = now - timedelta(seconds=30, milliseconds=10 * n) if overdue else _quiet(now - _YEAR / 2 + step * n, now)
        text = f"{chance.choice(_OPENINGS)} {chance.choice(_REST)} ({n + 1})"
        platforms = (Platform.LINKEDIN,) if overdue else tuple(chance.sample(list(Platform), chance.randint(1, 3)))
        past = Stage.FAILED if chance.random() < 0.01 else Stage.PUBLISHED
        stage = Stage.PROCESSING if overdue else past if due_at < now else Stage.SCHEDULED
        yield _Seeded(n + 1, chance.choice(owners), _even(due_at), text, platforms, stage)


def _quiet(due_at: datetime, now: datetime) -> datetime:
    """Return a time that is not within an hour of now."""
    return due_at + 2 * _QUIET if abs(due_at - now) < _QUIET else due_at


def _even(due_at: datetime) -> datetime:
    """Return the time in steps of 10 ms, which leave room for the milliseconds of a post's entries."""
    return due_at.replace(microsecond=due_at.microsecond // 10_000 * 10_000)
