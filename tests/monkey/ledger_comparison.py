"""Compares the sandbox's ledger with the store, and the store with the window."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from postdesk.domain.delivery import State
from postdesk.domain.posts import Entry, Post, PostState, effective_entries, platform_state
from postdesk.store import posts
from postdesk.store.attempts import CALLED_NOT_SENT
from postdesk.store.database import FILE
from postdesk.store.sqlite import open_reader

Lines = Sequence[dict[str, Any]]

_STILL_OPEN: Final = frozenset(
    {State.SENDING, State.UNCERTAIN, State.NEEDS_USER, State.ACCEPTED_WITHOUT_ID, State.CONFIRMED_BY_USER}
)
_PUBLISHED: Final = frozenset({PostState.PUBLISHED, PostState.TO_DELETE})


@dataclass(frozen=True, slots=True)
class Store:
    """The posts of the profile's practice mode, and the attempts: (token, entry id, outcome)."""

    posts: tuple[Post, ...]
    attempts: tuple[tuple[str, int, str], ...]

    @property
    def entries(self) -> Iterator[Entry]:
        """Iterate over the entries of all posts."""
        return (entry for post in self.posts for entry in post.entries)


def read(profile: Path) -> Store:
    """Read the store of a profile, also while Postdesk runs on it."""
    with closing(open_reader(profile / FILE)) as conn:
        ids = [
            row["id"]
            for row in conn.execute(
                "SELECT posts.id FROM posts JOIN workspaces ON workspaces.id = workspace_id WHERE kind = 'sandbox'"
            )
        ]
        found = tuple(post for post_id in ids if (post := posts.get(conn, post_id)))
        tried = conn.execute("SELECT token, entry_id, outcome FROM attempts").fetchall()
    return Store(found, tuple((row["token"], row["entry_id"], row["outcome"]) for row in tried))


def accounts(profile: Path) -> int:
    """Return the number of known accounts."""
    with closing(open_reader(profile / FILE)) as conn:
        found: int = conn.execute("SELECT count(*) FROM connections").fetchone()[0]
    return found


def differences(ledger: Lines, store: Store, rows: Lines) -> list[str]:
    """Return all broken promises; empty where the three agree."""
    return [*_twice(ledger), *_unknown(ledger, store), *_wrongly_told(ledger, store), *_wrongly_shown(store, rows)]


def _token(line: dict[str, Any]) -> str:
    return str(line["metadata"].get("clientToken", ""))


def _twice(ledger: Lines) -> Iterator[str]:
    counted = Counter(_token(line) for line in ledger if not line["outside"])
    yield from (f"the service took {times} posts of one intent, {token}" for token, times in counted.items() if times > 1)


def _unknown(ledger: Lines, store: Store) -> Iterator[str]:
    """Yield the posts that the service accepted and that the store neither owns nor asks about."""
    owned = Counter(entry.remote_id for entry in store.entries if entry.remote_id)
    yield from (f"{remote_id} belongs to {times} entries" for remote_id, times in owned.items() if times > 1)
    by_id = {entry.id: entry for entry in store.entries}
    tries = defaultdict(list)
    for token, entry_id, outcome in store.attempts:
        tries[token].append((entry_id, outcome))
    for line in ledger:
        if line["outside"] or line["id"] in owned:
            continue
        its = [(by_id[entry_id], outcome) for entry_id, outcome in tries[_token(line)] if entry_id in by_id]
        open_still = any(entry.token == _token(line) and entry.state in _STILL_OPEN for entry, _ in its)
        decided = any(outcome == CALLED_NOT_SENT for _, outcome in its)
        if not open_still and not decided:
            told = ", ".join(f"entry {entry.id} {entry.state} after {outcome}" for entry, outcome in its)
            yield f"the service took {line['id']} ({line['status']}), of which nothing is known: {told or 'no attempt'}"


def _wrongly_told(ledger: Lines, store: Store) -> Iterator[str]:
    """Yield the facts about accepted entries in which the store differs from the service."""
    known = {line["id"]: line for line in ledger}
    for post in store.posts:
        for entry in effective_entries(post.entries):
            if not entry.remote_id:
                continue
            if (line := known.get(entry.remote_id)) is None:
                yield f"post {post.id} has {entry.remote_id}, which the service never took"
                continue
            results = {each["platform"]: each["status"] for each in line["platformResults"]}
            for platform in entry.platforms:
                shown, there = platform_state(entry, platform), results.get(platform, line["status"])
                if (shown in _PUBLISHED) != (there == "published"):
                    yield f"post {post.id} on {platform} is {shown} here, and {there} at the service ({entry.remote_id})"


def _wrongly_shown(store: Store, rows: Lines) -> Iterator[str]:
    """Yield the facts in which the window differs from the store, or that it doesn't show."""
    shown = Counter(row["post"] for row in rows)
    yield from (f"post {post_id} is shown {times} times" for post_id, times in shown.items() if times > 1)
    by_post = {row["post"]: row for row in rows}
    for post in store.posts:
        if (row := by_post.pop(post.id, None)) is None:
            if post.state is not PostState.CANCELLED:
                yield f"post {post.id} ({post.state}) is not shown"
            continue
        wanted = Counter((p, str(platform_state(entry, p))) for entry in effective_entries(post.entries) for p in entry.platforms)
        told = Counter((each["platform"], each["state"]) for each in row["below"])
        if wanted != told or row["state"] != post.state:
            yield f"post {post.id} is {post.state}, {dict(wanted)}; shown as {row['state']}, {dict(told)}"
        yield from (f"post {post.id}: a line says nothing of its state" for each in (row, *row["below"]) if not each["said"])
    yield from (f"post {post_id} is shown, but not there" for post_id in by_post)
