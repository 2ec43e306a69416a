"""The lines of the results: a post, and one for each of its platforms, ready to be shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.board import ResultRow
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Reason, State, parse_reason
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.post_actions import Action, PostAction, platform_actions, post_actions
from postdesk.domain.posts import Entry, Post, PostOrigin, PostState, effective_entries, may_be_ours, platform_state
from postdesk.domain.repairs import with_first_attempt
from postdesk.domain.state_groups import NEEDS_ATTENTION, WAITING
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.post_actions.offers import action_context, story_context
from postdesk.ui.text.entry_stories import StoryContext, platform_story
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.post_stories import post_story, state_look
from postdesk.ui.text.states import StateLook, Tone
from postdesk.ui.text.times import exact_clock_text, when_text

translate = QCoreApplication.translate

_AS_EXPECTED: Final = WAITING | {PostState.PUBLISHED, PostState.CONFIRMED}
_MOST_CACHED: Final = 1_000


@dataclass(frozen=True, slots=True)
class ResultsLine:
    """One line. `platform` is empty for a whole post; `has_text` is False where the text is not known here.

    `time`: the time of day; `when` also has the day. `repaired`: the post tries again what failed of another one.
    """

    post_id: int
    client_id: int
    client_name: str
    client_colour: str
    title: str
    has_text: bool
    platform_states: tuple[tuple[str, PostState], ...]
    state: PostState
    look: StateLook
    due_at: datetime
    when: str
    time: str
    story: str
    offers: tuple[PostAction, ...]
    platform: str = ""
    postponed: bool = False
    repeats: bool = False
    repaired: bool = False

    @property
    def buttons(self) -> tuple[PostAction, ...]:
        """The actions that have a button; the menu has all of them."""
        return tuple(offer for offer in self.offers if not offer.menu_only)

    @property
    def asks(self) -> bool:
        """True where the line has an open question."""
        return self.state == PostState.TO_DECIDE and not self.postponed

    @property
    def needs_attention(self) -> bool:
        """True where the user has to act, which is drawn in amber."""
        return self.state in NEEDS_ATTENTION and not self.postponed

    @property
    def is_quiet(self) -> bool:
        """True where the state says it all: the story is as expected, and nothing is to be done."""
        pressing = self.repaired or self.look.tone == Tone.ATTENTION
        asks = any(offer.primary or offer.kind is Action.APPROVE for offer in self.buttons)
        return self.state in _AS_EXPECTED and not pressing and not asks


def post_line(post: Post, client: Client | None, context: StoryContext) -> ResultsLine:
    """Return the line of a whole post."""
    entries = effective_entries(post.entries)
    marks = tuple((platform, platform_state(entry, platform)) for entry in entries for platform in entry.platforms)
    worded = bool(post.text.strip() or post.title.strip())
    asked = {entry.id for entry in entries if entry.state == State.NEEDS_USER}
    when, time = _times(post.due_at, entries, context)
    return ResultsLine(
        post_id=post.id,
        client_id=post.client_id,
        client_name=client.name if client else "",
        client_colour=client.colour if client else "",
        title=one_line(post.text) or one_line(post.title) or _without_words(post),
        has_text=worded,
        platform_states=marks,
        state=post.state,
        look=state_look(post.state, entries, context.now, [mark for _, mark in marks]),
        due_at=post.due_at,
        when=when,
        time=time,
        story=post_story(post, context),
        offers=post_actions(post, action_context(context, post.state, entries, client)),
        postponed=bool(asked) and asked <= context.postponed,
        repeats=bool(post.series_id),
        repaired=post.retries_post is not None,
    )


def platform_lines(post: Post, client: Client | None, context: StoryContext) -> tuple[ResultsLine, ...]:
    """Return the lines below a post: one for each platform."""
    return tuple(
        _platform_line(post, entry, platform, client, context)
        for entry in effective_entries(post.entries)
        for platform in entry.platforms
    )


def _platform_line(post: Post, entry: Entry, platform: str, client: Client | None, context: StoryContext) -> ResultsLine:
    state = platform_state(entry, platform)
    when, time = _times(entry.due_at, (entry,), context)
    return ResultsLine(
        post_id=post.id,
        client_id=post.client_id,
        client_name=client.name if client else "",
        client_colour=client.colour if client else "",
        title=platform_word(platform),
        has_text=True,
        platform_states=((platform, state),),
        state=state,
        look=state_look(state, (entry,), context.now),
        due_at=entry.due_at,
        when=when,
        time=time,
        story=platform_story(entry, platform, context),
        offers=platform_actions(post, entry, platform, action_context(context, state, (entry,), client)),
        platform=platform,
        postponed=entry.id in context.postponed,
    )


def _times(due_at: datetime, entries: tuple[Entry, ...], context: StoryContext) -> tuple[str, str]:
    """Return the words of a time with its day, and the time of day alone, which is empty for an unknown time."""
    if any(parse_reason(entry.reason)[0] is Reason.TIME_UNKNOWN for entry in entries):
        return translate("Results", "Time not known"), ""
    return when_text(due_at, context.zone, context.now), exact_clock_text(due_at, context.zone)


def _without_words(post: Post) -> str:
    if any(map(may_be_ours, post.entries)):
        return translate("Results", "Your post or someone else’s: text not available")
    if post.origin == PostOrigin.ELSEWHERE:
        return translate("Results", "Made outside Postdesk: text not available")
    return translate("Results", "Without text")


class LineCache:
    """The lines of posts in `zone`, read when they are shown and cached until something changes."""

    def __init__(self, session: WorkspaceSession) -> None:
        self._session = session
        self.zone = ZoneInfo("UTC")
        self._postponed: set[int] = set()
        self._clients: dict[int, Client] = {}
        self._before: dict[int, ResultsLine] = {}
        self._clear()

    def set_postponed(self, entry_id: int, postponed: bool) -> None:
        """Mark a question as postponed, or as open again; it is counted either way."""
        (self._postponed.add if postponed else self._postponed.discard)(entry_id)

    def forget(self) -> None:
        """Clear the cache, since something changed."""
        self._before = self._lines
        self._clear()
        self._clients = {client.id: client for client in self._session.clients.all_with_archived()}

    def _clear(self) -> None:
        self._stored: dict[int, Post] = {}
        self._posts: dict[int, Post | None] = {}
        self._lines: dict[int, ResultsLine] = {}
        self._by_platform: dict[int, tuple[ResultsLine, ...]] = {}
        self._contexts: dict[int, StoryContext] = {}

    def has_changed(self, before: ResultRow | None, row: ResultRow | None) -> bool:
        """Return True where the line of `row` differs from that which the post `before` had until the last `forget`."""
        if before is None or row is None or before.id != row.id:
            return before is not row
        return self._before.get(row.id) != self.of(row)

    def read(self, rows: Iterable[ResultRow]) -> None:
        """Read the posts of these rows at once, so that their lines cost no query each."""
        wanted = [row.id for row in rows if row.id not in self._posts and row.id not in self._stored]
        if wanted:
            found = self._session.board.posts(wanted)
            self._stored |= found
            if first := [post.retries_post for post in found.values() if post.retries_post]:
                self._stored |= self._session.board.posts(first)

    def of(self, row: ResultRow) -> ResultsLine | None:
        """Return the post's line; None where the post has just gone."""
        if len(self._posts) > _MOST_CACHED:
            self._clear()
        if row.id not in self._lines and (post := self._post(row)):
            self._lines[row.id] = post_line(post, self._clients.get(row.client_id), self._context(row.client_id))
        return self._lines.get(row.id)

    def by_platform(self, row: ResultRow) -> tuple[ResultsLine, ...]:
        """Return a line for each platform of the post; empty where the post has just gone."""
        if row.id not in self._by_platform and (post := self._post(row)):
            self._by_platform[row.id] = platform_lines(post, self._clients.get(row.client_id), self._context(row.client_id))
        return self._by_platform.get(row.id, ())

    def shown(self, post_id: int) -> Post | None:
        """Return the post as its lines show it; None where no line was read."""
        return self._posts.get(post_id)

    def _post(self, row: ResultRow) -> Post | None:
        if row.id not in self._posts:
            self._posts[row.id] = self._whole(row.id)
        return self._posts[row.id]

    def _whole(self, post_id: int) -> Post | None:
        """Return a post, together with the one whose failed platforms it tries again."""
        post = self._stored.get(post_id) or self._session.post_commands.post(post_id)
        first = self._whole(post.retries_post) if post and post.retries_post else None
        return with_first_attempt(post, first) if post and first else post

    def _context(self, client_id: int) -> StoryContext:
        if client_id not in self._contexts:
            self._contexts[client_id] = story_context(self._session, client_id, self.zone, frozenset(self._postponed))
        return self._contexts[client_id]
