"""The promises of Postdesk about every post, checked after each transaction and each step against the service's ledger.

- At most once without a person: the service accepts no more posts than the user asked for, and no intent twice.
- A series makes no more than one post of a day, and none unless it runs.
- Never lost: a post that was reported as scheduled or queued is in the store with its text, until the user recalls it.
- Never falsely accepted: an entry's id is that of the post that was made from it, except where a new post made elsewhere
  looks like it. Never falsely unsent: the service did not accept a post that is reported as not sent.
- No conclusion from a list that was cut: neither that a post is very likely not there, nor that it may go out again.
- Nothing is sent without a marker, with another text than was agreed to, for another account, without a required approval of
  the client, or long after its time.
- Nothing is tried again whose first try is published by then, unless the user knew that and confirmed it all the same.
- Entries move only as the table of states in the specification allows, and the stage of a post never goes back.
"""

import asyncio
import copy
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tests.proofs.ledger import AcceptedPost, Body, Ledger

from postdesk.domain.delivery import Evidence, Hold, Stage, State
from postdesk.domain.times import from_ms

S = State
_OPEN = (S.UNCERTAIN, S.NEEDS_USER, S.ACCEPTED_WITHOUT_ID)
_BY_ITSELF: Final = {
    (S.PLANNED, S.QUEUED),
    (S.PLANNED, S.MISSED),
    (S.QUEUED, S.MISSED),
    (S.QUEUED, S.SENDING),
    *((S.SENDING, after) for after in (S.ACCEPTED, S.ACCEPTED_WITHOUT_ID, S.UNCERTAIN, S.REJECTED, S.QUEUED)),
    *((before, S.ACCEPTED) for before in _OPEN),
    (S.UNCERTAIN, S.QUEUED),
    (S.UNCERTAIN, S.NEEDS_USER),
}
_OF_A_COPY: Final = {
    *((before, S.UNCERTAIN) for before in (S.PLANNED, S.QUEUED, S.MISSED)),
    *((before, S.PLANNED) for before in (S.UNCERTAIN, S.NEEDS_USER)),
}
"""Entries that another copy of the profile may have sent are looked up, and planned again where none was found."""

_DENIALS: Final = frozenset({(S.ACCEPTED, S.NEEDS_USER), (S.ACCEPTED, S.ACCEPTED_WITHOUT_ID)})
_BY_THE_USER: Final = {
    *((before, S.CANCELLED) for before in (S.PLANNED, S.QUEUED, S.MISSED, S.REJECTED, S.NEEDS_USER)),
    *((before, S.CONFIRMED_BY_USER) for before in _OPEN),
    *((before, S.PLANNED) for before in (S.QUEUED, S.MISSED, S.NEEDS_USER)),
    *((before, S.QUEUED) for before in (S.PLANNED, S.MISSED, S.NEEDS_USER)),
    *_DENIALS,
}
_RANK: Final = {
    Stage.SCHEDULED: 0,
    Stage.PROCESSING: 1,
    Stage.UNKNOWN: 1,
    Stage.CONTRADICTORY: 1,
    Stage.FAILED: 2,
    Stage.PARTIAL: 3,
    Stage.PUBLISHED: 4,
}
_JUST_UP: Final = timedelta(seconds=5)
"""The time that may pass between the check of the first try and the first byte of the second."""

_TRIED_BEFORE: Final = (
    "WITH RECURSIVE tried (id) AS (SELECT retries_post FROM posts WHERE id = ? UNION SELECT retries_post FROM posts "
    "JOIN tried USING (id)) SELECT remote_id FROM entries JOIN tried ON post_id = tried.id "
    "WHERE remote_id != '' AND json_extract(platforms, '$[0]') = ?"
)
_CERTAIN: Final = (Evidence.NONE, Evidence.TOKEN, Evidence.SCHEDULE_TIME)
_UNSENT: Final = (S.PLANNED, S.QUEUED, S.MISSED, S.REJECTED)
_LOOK_IS_GOOD_FOR_S: Final = 31.0
_LIST_IS_GOOD_FOR_S: Final = 180.0
_LATEST: Final = timedelta(minutes=40)
_SHOWN: Final = 5

Key = tuple[str, str, str]
"""The user, the platform and the text: asked for once with each submission."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it is in the store."""

    id: int
    post_id: int
    user: str
    platform: str
    content: str
    state: State
    stage: Stage
    hold: Hold | None
    token: str
    remote_id: str
    evidence: Evidence
    reason: str
    due_ms: int
    ours: bool

    @property
    def key(self) -> Key:
        return self.user, self.platform, self.content


_ROWS: Final = (
    "SELECT entries.id, post_id, external_user_id, json_extract(entries.platforms, '$[0]'), content, state, stage, hold, token, "
    "remote_id, evidence, reason, due_ms, ours FROM entries JOIN clients ON clients.id = client_id"
)


_OF_A_SERIES: Final = (
    "SELECT group_token, occurrences.series_id, number, series.state FROM posts JOIN occurrences ON draft_id = group_token "
    "JOIN series ON series.id = occurrences.series_id WHERE posts.id = ? AND draft_id != '' AND outcome = 'made'"
)

_OF_OPEN_IMPORTS: Final = (
    "SELECT posts.id, imports.state FROM imports JOIN imported_rows ON import_id = imports.id "
    "JOIN posts ON group_token = draft_id WHERE imports.state != 'finished'"
)


def rows(conn: sqlite3.Connection) -> dict[int, Row]:
    """Return all entries."""
    return {row[0]: _row(*row) for row in conn.execute(_ROWS)}


def _row(*told: object) -> Row:
    values = list(told)
    values[5], values[6], values[10] = State(str(told[5])), Stage(str(told[6])), Evidence(str(told[10]))
    values[7] = Hold(str(told[7])) if told[7] else None
    values[13] = bool(told[13])
    return Row(*values)  # type: ignore[arg-type]


@dataclass
class Known:
    """The statements to and by the user, as far as the profile can know them.

    `asked`: submissions; `withdrawn`: recalled unsent; `denied`: given up as not there; `again`: sent once more at the user's
    request; `drafts`: the texts of posts that became drafts again; `received`: entries that the service accepted without an id;
    `made`: the last entry that was made of a series, a day's number and a platform; `there_before`: the ids of the posts that the
    service listed before an attempt, by its token.
    """

    asked: Counter[Key] = field(default_factory=Counter)
    withdrawn: Counter[Key] = field(default_factory=Counter)
    denied: Counter[Key] = field(default_factory=Counter)
    again: Counter[Key] = field(default_factory=Counter)
    drafts: dict[str, str] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    received: set[int] = field(default_factory=set)
    made: dict[tuple[str, int, str], int] = field(default_factory=dict)
    there_before: dict[str, frozenset[str]] = field(default_factory=dict)


class Promises:
    """Watches one profile and one service. Broken promises are kept in `broken`, and raised by `check`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.known = Known()
        self.broken: list[str] = []
        self.acting = ""
        self.submitting = ""
        self.restored: set[int] = set()
        self.doubted: set[int] = set()
        self.copied: set[str] = set()
        self.meant: set[int] = set()
        self.agreed: set[tuple[str, str, str]] = set()
        self.moves: Counter[str] = Counter()
        self._imported: dict[int, str] = {}
        self.clock: Callable[[], datetime] = ledger.now
        ledger.first_byte = self._first_byte
        self.conn: sqlite3.Connection | None = None

    def snapshot(self) -> tuple[Known, int]:
        """Return the knowledge at the moment at which a copy of the profile is made."""
        return copy.deepcopy(self.known), self._ledger.sent

    def restore(self, snapshot: tuple[Known, int], running: Iterable[str]) -> None:
        """Put the copy in the place of the profile: it does not know the posts sent since, and must send nothing by itself.

        `running`: the series that made posts in it.
        """
        self.known, sent = copy.deepcopy(snapshot[0]), snapshot[1]
        for post in (*self._ledger.taken, *self._ledger.coming):
            post.forgotten = post.forgotten or post.number > sent
        waiting = (S.PLANNED, S.QUEUED, S.SENDING, S.UNCERTAIN, S.MISSED, S.NEEDS_USER)
        self.restored = {row.id for row in self.known.rows.values() if row.ours and row.state in waiting}
        self.copied = set(running)
        self._imported = {}

    def asked_for(self, keys: list[Key], draft_id: str) -> None:
        """The window reported that a draft is a post now."""
        self.known.asked.update(keys)
        self.known.drafts.pop(draft_id, None)

    def said_again(self, row: Row) -> None:
        """The user asked to send it once more."""
        self.known.again[row.key] += 1

    def let_go(self, post_id: int) -> None:
        """The user acted on a post: an entry of it in a restored copy may be sent."""
        self.restored -= {row.id for row in self.known.rows.values() if row.post_id == post_id}

    def committed(self, conn: sqlite3.Connection) -> None:
        """A transaction was committed."""
        self.conn = conn
        before, now = self.known.rows, rows(conn)
        self.known.rows = now
        for row in now.values():
            old = before.get(row.id)
            # A post made elsewhere is stored anew where more becomes known of it, and its number may be another's then.
            if row.ours and row != old:
                self._moved(conn, old if old and old.ours else None, row)
            if row.ours and old is None:
                self._asked_by_a_series(conn, row)
        for old in before.values():
            if old.ours and not (old.id in now and now[old.id].ours):
                self.broken.append(f"{_told(old)} is gone")
        self._imported = dict(conn.execute(_OF_OPEN_IMPORTS).fetchall())

    def _moved(self, conn: sqlite3.Connection, old: Row | None, row: Row) -> None:
        self._ledger.said(f"    {_told(row)}" + (f" (was {old.state})" if old and old.state != row.state else ""))
        if row.remote_id and (old is None or old.remote_id != row.remote_id):
            self._took_an_id(conn, row)
        if old is None:
            return
        if old.state != row.state:
            self._changed_state(conn, old, row)
        if row.evidence == Evidence.VERY_LIKELY_NOT != old.evidence or (old.state, row.state) == (S.UNCERTAIN, S.QUEUED):
            self._follows_from_a_list(row)
        denied = (old.state, row.state) in _DENIALS
        questioned = row.stage == Stage.CONTRADICTORY and old.stage != Stage.PUBLISHED
        if not denied and not questioned and _RANK[row.stage] < _RANK[old.stage]:
            self.broken.append(f"{_told(row)}: what the service said went back from {old.stage}")
        if old.remote_id not in ("", row.remote_id) and not denied:
            self.broken.append(f"{_told(row)}: another id than {old.remote_id}")
        if old.key != row.key:
            self.broken.append(f"{_told(row)}: the words changed")
        # A request that the user asks for anew has a token of its own, also if it waits for its time.
        if old.token != row.token and (old.state, row.state) not in ((S.NEEDS_USER, S.QUEUED), (S.NEEDS_USER, S.PLANNED)):
            self.broken.append(f"{_told(row)}: another token")

    def _changed_state(self, conn: sqlite3.Connection, old: Row, row: Row) -> None:
        move = old.state, row.state
        self.moves[f"{old.state} → {row.state} {row.evidence}".strip()] += 1
        if row.hold == Hold.RESTORED:
            self.doubted.add(row.id)
        # The next start undoes an import that was not finished, or completes an undo that was begun.
        taken_back = row.state == S.CANCELLED and old.post_id in self._imported
        by_itself = move in _BY_ITSELF or (move in _OF_A_COPY and row.id in self.doubted) or taken_back
        if not by_itself and not (move in _BY_THE_USER and self.acting):
            who = "the user" if move in _BY_THE_USER else "leave"
            self.broken.append(f"{_told(row)}: moved from {old.state} without {who}")
        if row.state == S.ACCEPTED_WITHOUT_ID:
            self.known.received.add(row.id)
        if move in _DENIALS and (row.id in self.known.received) != (row.state == S.ACCEPTED_WITHOUT_ID):
            self.broken.append(f"{_told(row)}: a different post was found, and it is not what it was before")
        if move == (S.QUEUED, S.SENDING):
            self._is_sent(conn, old, row)
        if row.state == S.CANCELLED and self._imported.get(old.post_id) != "unfinished":  # an unfinished import is no request
            (self.known.denied if old.state == S.NEEDS_USER else self.known.withdrawn)[row.key] += 1
            if row.reason.startswith("undone"):
                self._is_a_draft_now(conn, row)

    def _follows_from_a_list(self, row: Row) -> None:
        """Check that the conclusion follows from a list that claimed to be complete."""
        since = asyncio.get_running_loop().time() - _LIST_IS_GOOD_FOR_S
        if not any(each.user == row.user and each.at >= since and each.whole for each in self._ledger.lists):
            self.broken.append(f"{_told(row)}: concluded from a list that was cut")

    def _is_sent(self, conn: sqlite3.Connection, old: Row, row: Row) -> None:
        if old.hold or row.id in self.restored:
            self.broken.append(f"{_told(row)}: sent though it was held ({old.hold or 'restored'})")
        if _is_paused(conn):
            self.broken.append(f"{_told(row)}: sent though all sending is paused")
        if _waits_for_its_client(conn, row.post_id):
            self.broken.append(f"{_told(row)}: sent though its client has not approved it")
        if self.clock() - from_ms(row.due_ms) > _LATEST:
            self.broken.append(f"{_told(row)}: sent long after its time")

    def _asked_by_a_series(self, conn: sqlite3.Connection, row: Row) -> None:
        """A running series asks once for each of its days: again where the post of that day was recalled."""
        told = conn.execute(_OF_A_SERIES, (row.post_id,)).fetchone()
        if told is None or told[0] == self.submitting:
            return
        _, series_id, number, state = told
        day = series_id, number, row.platform
        last = self.known.rows.get(self.known.made.get(day, 0))
        if last and last.state != S.CANCELLED:
            self.broken.append(f"{_told(row)}: its series had made {_told(last)} of that day")
        if state != "running" or series_id in self.copied:
            self.broken.append(f"{_told(row)}: made though its series is {state if state != 'running' else 'a copy'}")
        self.known.made[day] = row.id
        self.known.asked[row.key] += 1

    def _is_a_draft_now(self, conn: sqlite3.Connection, row: Row) -> None:
        written, _, _ = row.content.partition("?")  # without the tags of its link
        found = {draft_id: text for draft_id, text in _drafts(conn) if written in text and draft_id not in self.known.drafts}
        if not found and written not in self.known.drafts.values():
            self.broken.append(f"{_told(row)}: taken back, and no draft has its words")
        self.known.drafts.update(found)

    def _took_an_id(self, conn: sqlite3.Connection, row: Row) -> None:
        post = self._ledger.get(row.remote_id)
        tokens = {token for (token,) in conn.execute("SELECT token FROM attempts WHERE entry_id = ?", (row.id,))}
        # A post confirmed by the user alone has no answer; it is found by its text, as somebody else may have published it.
        found_by = Evidence.WORDS if row.state == S.CONFIRMED_BY_USER else row.evidence
        if post is None:
            self.broken.append(f"{_told(row)}: the service has no {row.remote_id}")
        elif post.token in (tokens | {row.token}):
            return
        elif post.id in self.known.there_before.get(row.token, ()):
            self.broken.append(f"{_told(row)}: found, and {_post(post)} was there before")
        elif post.ours or found_by in _CERTAIN:
            self.broken.append(f"{_told(row)}: found by {found_by or 'its answer'}, and it is {_post(post)}")
        elif found_by == Evidence.WORDS and (post.user, post.platform, post.content) != row.key:
            self.broken.append(f"{_told(row)}: found by its words, and it is {_post(post)}")

    def _first_byte(self, body: Body) -> None:
        """Check that each sent post has a marker, and the content that was agreed to."""
        assert self.conn
        token = body["metadata"]["clientToken"]
        key = body["externalUserId"], body["platforms"][0], body["content"]
        marked = [row for row in rows(self.conn).values() if row.token == token and row.state == S.SENDING]
        if not marked:
            self.broken.append(f"{key} left without a marker")
        elif marked[0].key != key:
            self.broken.append(f"{_told(marked[0])} left as {key}")
        elif marked[0].post_id not in self.meant:
            self._is_no_second(self.conn, marked[0])
        good_since = asyncio.get_running_loop().time() - _LOOK_IS_GOOD_FOR_S
        self.known.there_before[token] = self._ledger.there_before(key[0], good_since)
        account = self._ledger.accounts[key[0], key[1]]
        if (*key[:2], account.id) not in self.agreed and account.changed_at < good_since:
            self.broken.append(f"{key} left for {account.id}, which nobody agreed to")

    def _is_no_second(self, conn: sqlite3.Connection, row: Row) -> None:
        for (remote_id,) in conn.execute(_TRIED_BEFORE, (row.post_id, row.platform)):
            first = self._ledger.get(remote_id)
            up = self._ledger.up_since(first) if first else None
            if first and up and up <= self._ledger.now() - _JUST_UP:
                self.broken.append(f"{_told(row)}: tried again, and the first is up: {_post(first)}")

    def check(self) -> None:
        """Raise AssertionError where a promise is broken."""
        self._ledger.settle()
        broken = dict.fromkeys((*self.broken, *self._twice(), *self._falsely_unsent(), *self._lost()))
        assert not broken, "; ".join(tuple(broken)[:_SHOWN])

    def _twice(self) -> Iterator[str]:
        known = self.known
        ours = [post for post in self._ledger.taken if post.ours]
        for token, times in Counter(post.token for post in ours).items():
            if times > 1:
                yield f"one intent was taken {times} times: {[_post(post) for post in ours if post.token == token]}"
        for key, times in Counter((post.user, post.platform, post.content) for post in ours).items():
            allowed = known.asked[key] - known.withdrawn[key] + known.again[key]
            if times > allowed:
                yield f"{key} was taken {times} times, and {allowed} were asked for"

    def _falsely_unsent(self) -> Iterator[str]:
        taken = {post.token: post for post in self._ledger.taken if post.ours}
        for row in self.known.rows.values():
            if row.state in _UNSENT and row.ours and row.token in taken:
                yield f"{_told(row)}, and the service took it: {_post(taken[row.token])}"

    def _lost(self) -> Iterator[str]:
        known = self.known
        live = Counter(row.key for row in known.rows.values() if row.ours and row.state != S.CANCELLED)
        for key, asked in known.asked.items():
            left = asked - known.withdrawn[key] - known.denied[key]
            if live[key] < left:
                yield f"{key} was promised {left} times, and {live[key]} are left"
        if self.conn and known.drafts:
            kept = dict(_drafts(self.conn))
            yield from (f"the draft of {text!r} is gone" for id_, text in known.drafts.items() if kept.get(id_) != text)


def _drafts(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the user's drafts; a draft that a series keeps by itself goes with the series, as long as nobody edited it."""
    query = (
        "SELECT id, text FROM drafts WHERE NOT EXISTS (SELECT 1 FROM occurrences WHERE draft_id = drafts.id "
        "AND outcome = 'drafted' AND moments = json_array(updated_ms))"
    )
    return [(row[0], row[1]) for row in conn.execute(query)]


def _is_paused(conn: sqlite3.Connection) -> bool:
    return bool(conn.execute("SELECT value FROM settings WHERE name = 'paused_since_ms' AND value != ''").fetchone())


def _waits_for_its_client(conn: sqlite3.Connection, post_id: int) -> bool:
    query = "SELECT clients.approval, posts.approval FROM posts JOIN clients ON clients.id = client_id WHERE posts.id = ?"
    asked, said = conn.execute(query, (post_id,)).fetchone()
    return bool(asked) and said != "approved"


def _told(row: Row) -> str:
    held, found = f"held: {row.hold}" if row.hold else "", f"as {row.remote_id}" if row.remote_id else ""
    more = ", ".join(each for each in (held, row.evidence, found) if each)
    return f"entry {row.id} {row.content!r} on {row.platform} is {row.state}" + (f" ({more})" if more else "")


def _post(post: AcceptedPost) -> str:
    whose = f"sent as number {post.number}" if post.number else "made elsewhere"
    return f"{post.id} {post.content!r} on {post.platform}, {whose}"
