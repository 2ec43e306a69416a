"""Drafts: kept as they are typed, and turned into posts in one transaction."""

import asyncio
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from postdesk.domain.clients import Client, Connection
from postdesk.domain.counting import Counter
from postdesk.domain.drafts import Draft, storable
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.rules import Rules, TitleNeed, load_rules
from postdesk.domain.submitting import Act, NoFreeMoment, Terms, divided, draft_of, moments, new_post
from postdesk.domain.taking_back import beyond_recall, not_sent, part
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.bench import Bench
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.others import Others
from postdesk.engine.taking_back import give_way
from postdesk.store import clients, connections, drafts, entries, last_open, last_used, posts
from postdesk.store.database import StorageProblem, Transaction
from postdesk.store.last_open import LastOpen


class RefusedReason(StrEnum):
    """Why a draft was not turned into a post; it stays as it is."""

    EMPTY = "empty"
    NO_PLATFORM = "no_platform"
    NO_TIME = "no_time"
    TIME_PAST = "time_past"
    TIME_TOO_SOON = "time_too_soon"
    NOT_CONNECTED = "not_connected"
    NO_FREE_MILLISECOND = "no_free_millisecond"
    REPLACED_ALREADY_LOCKED = "replaced_already_locked"
    PART_HAS_ITS_OWN_TIME = "part_has_its_own_time"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A draft that is a post now. `rest_id` is the draft that keeps what was left out of it, empty where nothing was."""

    draft_id: str
    post_id: int
    client_id: int
    act: Act
    rest_id: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A draft that stays a draft. `platform` names the one that is not connected, or goes out by itself."""

    draft_id: str
    reason: RefusedReason
    platform: str = ""


class _Stays(Exception):
    def __init__(self, reason: RefusedReason, platform: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.platform = platform


class Composer(QObject):
    """The drafts of one workspace. `saved` carries a draft's id and the moment, `submitted` and `refused` the values above.

    `others` knows what else goes out for a draft's client.
    """

    saved = Signal(str, object)
    submitted = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        bench: Bench,
        rules_file: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._changes, self._tasks, self._settings = bench.changes, bench.tasks, bench.settings
        self._rules_file = rules_file
        self._opened: LastOpen | None = None
        self._unwritten: dict[str, Draft] = {}
        self.others = Others(bench)
        self.rules: Rules | None = None
        self.counter: Counter | None = None
        self._knows_emoji = False

    async def load_rules(self) -> None:
        """Read the platforms' rules and get ready to count, off the GUI thread; `settings` is broadcast when it is done."""
        opened = self.last_open()
        words = opened is not None and self.draft(opened.draft_id) is not None
        self.rules, self.counter = await asyncio.to_thread(_ready_to_count, self._rules_file, words)
        self._knows_emoji = words
        self._changes.settings.emit()

    def drafts(self, client_id: int | None = None) -> tuple[Draft, ...]:
        """All drafts, or a client's, the last changed first."""
        return drafts.of_workspace(self._database.reader, self._workspace.id, client_id)

    def draft(self, draft_id: str) -> Draft | None:
        """The draft of that id as it was last kept, also while it is still being written down."""
        return self._unwritten.get(draft_id) or drafts.get(self._database.reader, draft_id)

    def new_draft(self, client_id: int, due_at: datetime | None = None) -> Draft:
        """An empty draft with the client's last platforms, not kept before something is typed."""
        used = last_used.get(self._database.reader, client_id)
        return Draft(id=str(uuid.uuid4()), client_id=client_id, platforms=used.platforms, due_at=due_at)

    def last_open(self) -> LastOpen | None:
        """Which draft was open last, for whom."""
        return last_open.get(self._database.reader, self._workspace.id)

    def remember_open(self, draft: Draft) -> None:
        """Keep which draft is open, for the next start."""
        opened = LastOpen(draft.client_id, draft.id)
        if opened != (self._opened or self.last_open()):
            self._opened = opened
            self._write(f"open {draft.id}", lambda conn: last_open.remember(conn, self._workspace.id, opened), lambda: None)

    def last_time(self, client_id: int) -> datetime | None:
        """The time for which this client's last post was scheduled."""
        return last_used.get(self._database.reader, client_id).due_at

    def save(self, draft: Draft) -> None:
        """Keep the draft as it is now."""
        self._unwritten[draft.id] = kept = replace(storable(draft), updated_at=self._clock.now())
        self._write(f"save {draft.id} {id(kept)}", lambda conn: drafts.save(conn, kept), lambda: self._saved(kept))
        if self.counter and not self._knows_emoji:
            self._knows_emoji = True
            self._tasks.start("emoji", asyncio.to_thread(self.counter.learn_emoji))

    def _saved(self, draft: Draft) -> None:
        if self._unwritten.get(draft.id) is draft:
            del self._unwritten[draft.id]
        self.saved.emit(draft.id, draft.updated_at)
        self._changes.drafts.emit()

    def delete(self, draft_id: str) -> None:
        """Forget the draft."""
        self._unwritten.pop(draft_id, None)
        self._write(f"delete {draft_id}", lambda conn: drafts.delete(conn, draft_id), self._changes.drafts.emit)

    def edit(self, post_id: int) -> Draft | None:
        """The draft that changes what was not sent of a post: it takes its place when it is submitted, not before.

        None where all of it was sent, or may have been. A time that is past is none for what was missed or refused.
        """
        fresh = self.as_it_is(post_id)
        draft = fresh and (self._changing(post_id) or fresh)
        past = draft and draft.due_at and draft.due_at <= self._clock.now()
        return replace(draft, due_at=None) if draft and past else draft

    def _changing(self, post_id: int) -> Draft | None:
        unwritten = (draft for draft in self._unwritten.values() if draft.replaces_post == post_id)
        return next(unwritten, None) or drafts.replacing(self._database.reader, post_id)

    def as_it_is(self, post_id: int) -> Draft | None:
        """A draft that would change what was not sent of a post into what it is now; None where there is nothing of that."""
        post = posts.get(self._database.reader, post_id)
        ours = not_sent(post) if post else ()
        return replace(self._draft_of(part(post, ours)), replaces_post=post_id) if post and ours else None

    def copy(self, post_id: int, client_id: int | None = None, due_at: datetime | None = None) -> Draft | None:
        """A draft with a post's words; it remembers a post that still goes out by itself."""
        post = posts.get(self._database.reader, post_id)
        if post is None:
            return None
        draft = replace(self._draft_of(post), due_at=due_at, copied_from_post=post_id, retries_post=None)
        return draft if client_id is None else self.for_client(draft, client_id)

    def for_client(self, draft: Draft, client_id: int) -> Draft:
        """A copy of a draft for another client, on those of its platforms that the other client has connected."""
        there = {account.platform for account in connections.of_client(self._database.reader, client_id)}
        kept = tuple(platform for platform in draft.platforms if platform in there)
        copied = replace(draft, id=str(uuid.uuid4()), client_id=client_id, platforms=kept)
        return replace(copied, replaces_post=None, retries_post=None)

    def _draft_of(self, post: Post) -> Draft:
        return draft_of(post, str(uuid.uuid4()), self._clock.now())

    def submit(
        self, draft: Draft, act: Act, overridden: tuple[str, ...] = (), left_out: Collection[Platform] = frozenset()
    ) -> None:
        """Turn the draft into a post; the answer is `submitted` or `refused`. A double press submits once.

        `overridden` names the warnings that the user posts past, as `Post.overridden` keeps them. What is for the platforms
        of `left_out` stays, as a draft of its own.
        """
        self._tasks.start(f"submit {draft.id}", self._submit(storable(draft), act, overridden, frozenset(left_out)))

    async def _submit(self, draft: Draft, act: Act, overridden: tuple[str, ...], left_out: frozenset[Platform]) -> None:
        rules = self.rules or load_rules(self._rules_file)
        titled = frozenset(each for each in Platform if rules.for_platform(each).title.need != TitleNeed.IGNORED)
        settings, ahead = self._settings.current, self._clock.server_ahead
        terms = Terms(act, self._clock.now(), settings.undo_delay, titled, settings.bundle_platforms, overridden, ahead)
        going, rest = divided(draft, left_out, str(uuid.uuid4()))
        try:
            post = await self._database.run(lambda conn: _turn_into_post(conn, self._workspace.id, going, rest, terms))
        except _Stays as stays:
            self.refused.emit(Refused(draft.id, stays.reason, stays.platform))
        except NoFreeMoment:
            self.refused.emit(Refused(draft.id, RefusedReason.NO_FREE_MILLISECOND))
        except StorageProblem:
            self.refused.emit(Refused(draft.id, RefusedReason.STORAGE))
        else:
            self._unwritten.pop(draft.id, None)
            self.submitted.emit(Submitted(draft.id, post.id, post.client_id, act, rest.id if rest else ""))
            self._changes.drafts.emit()
            self._changes.posts.emit()

    def _write(self, name: str, work: Callable[[Transaction], object], then: Callable[[], object]) -> None:
        # Asked for at once, so that it is done even where the application ends in the next moment.
        submitted = self._database.submit(work)

        async def write() -> None:
            try:
                await self._database.done(submitted)
            except StorageProblem as problem:
                self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED, detail=problem.trouble))
            else:
                then()

        self._tasks.start(name, write())


def _ready_to_count(rules_file: Path, words: bool) -> tuple[Rules, Counter]:
    """`words`: there are some to count, with emoji among them maybe."""
    rules = load_rules(rules_file)
    counter = Counter(rules.x_counting)
    if words:
        counter.learn_emoji()
    return rules, counter


def _turn_into_post(conn: Transaction, workspace_id: int, draft: Draft, rest: Draft | None, terms: Terms) -> Post:
    if already := posts.made_from(conn, draft.id):
        return already
    client = clients.get(conn, draft.client_id)
    assert client is not None
    accounts = connections.of_client(conn, client.id)
    due_at = _checked(draft, client, accounts, terms)
    if draft.replaces_post is not None:
        _take_back(conn, draft.replaces_post, draft, terms.now)
    due = moments(due_at, entries.taken_milliseconds(conn, workspace_id, due_at))
    post = posts.add(conn, workspace_id, new_post(draft, client, accounts, due, terms), terms.now)
    drafts.delete(conn, draft.id)
    if rest:
        drafts.save(conn, replace(rest, updated_at=terms.now))
    last_used.remember(conn, client.id, _usual(conn, draft, rest), due_at if terms.act != Act.PUBLISH_NOW else None)
    return post


def _usual(conn: Transaction, draft: Draft, rest: Draft | None) -> tuple[Platform, ...]:
    """The platforms that the client's next post begins with: what is made of another post says nothing of them."""
    if draft.replaces_post is not None or draft.copied_from_post is not None:
        return last_used.get(conn, draft.client_id).platforms
    chosen = {*draft.platforms, *(rest.platforms if rest else ())}
    return tuple(platform for platform in Platform if platform in chosen)


def _checked(draft: Draft, client: Client, accounts: tuple[Connection, ...], terms: Terms) -> datetime:
    """When the post is due. Raises _Stays where it can't be taken."""
    if not draft.platforms:
        raise _Stays(RefusedReason.NO_PLATFORM)
    if not all(draft.text_for(platform).strip() for platform in draft.platforms):
        raise _Stays(RefusedReason.EMPTY)
    connected = {account.platform for account in accounts}
    if absent := next((platform for platform in draft.platforms if platform not in connected), None):
        raise _Stays(RefusedReason.NOT_CONNECTED, absent)
    if terms.act == Act.PUBLISH_NOW:
        return terms.now
    if draft.due_at is None:
        raise _Stays(RefusedReason.NO_TIME)
    ahead = draft.due_at - terms.now - terms.server_ahead
    # What is due by this computer's clock goes out at once, whatever the service's says.
    if ahead <= timedelta() or draft.due_at <= terms.now:
        raise _Stays(RefusedReason.TIME_PAST)
    if ahead < MIN_LEAD:
        raise _Stays(RefusedReason.TIME_TOO_SOON)
    return draft.due_at


def _take_back(conn: Transaction, post_id: int, draft: Draft, now: datetime) -> None:
    """Cancel what the draft replaces. Raises _Stays where that is beyond recall."""
    post = posts.get(conn, post_id)
    if post is None:
        return
    if beyond_recall(post, draft.platforms):
        raise _Stays(RefusedReason.REPLACED_ALREADY_LOCKED)
    apart = {platform for entry in posts.set_apart_from(conn, post) for platform in entry.platforms}
    if moved := next((platform for platform in draft.platforms if platform in apart), None):
        raise _Stays(RefusedReason.PART_HAS_ITS_OWN_TIME, moved)
    give_way(conn, post, now)
