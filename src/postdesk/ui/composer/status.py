"""The message at the foot of the composer: the result of the last action, kept up to date."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QObject, Signal

from postdesk.domain.clients import zone_of
from postdesk.domain.delivery import State
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.posts import Post, PostState, platform_states
from postdesk.domain.recall import is_locked_in_later, is_undoable
from postdesk.domain.state_groups import NEEDS_ATTENTION
from postdesk.engine.composer import SubmittedDraft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.words import Remark, with_approval
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.text.names import accounts_words, names
from postdesk.ui.text.states import Tone, post_word, shown_state, state_icon, state_tone
from postdesk.ui.text.times import when_on_both

translate = QCoreApplication.translate

_WAITING: Final = frozenset({PostState.SCHEDULED, PostState.NEEDS_THIS_COMPUTER})
_RECALLABLE: Final = frozenset({State.PLANNED, State.QUEUED, State.CANCELLED})
_WORTH_A_LOOK: Final = NEEDS_ATTENTION | {PostState.CHECKING, PostState.RECEIVED}
_ABOUT_TO_GO: Final = frozenset({PostState.QUEUED, PostState.SENDING})
_PAUSED: Final = frozenset({PostState.QUEUED, PostState.HELD})


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """The result of a submission: the post's state, its accounts' states (`platform_states`), and the words for the message.

    `paused`: all sending is paused.
    """

    mode: SubmitMode
    state: PostState
    platform_states: tuple[PostState, ...]
    client: str
    when: str
    changed: bool = False
    paused: bool = False


def result_remark(done: SubmissionResult) -> Remark | None:
    """Return the message about the result, as of now; None if there is nothing to report."""
    underway = sum(mark in _ABOUT_TO_GO for mark in done.platform_states)
    to = accounts_words(underway or len(done.platform_states))
    match done.state:
        case PostState.CANCELLED:
            return None
        case PostState.SCHEDULED | PostState.NEEDS_THIS_COMPUTER if done.changed and {*done.platform_states} <= _WAITING:
            return Remark(translate("Composer", "Changes saved for {0}, {1}").format(done.client, done.when), Tone.GOOD)
        case PostState.SCHEDULED | PostState.NEEDS_THIS_COMPUTER if {*done.platform_states} <= _WAITING:
            return Remark(translate("Composer", "Scheduled for {0} to {1}, {2}").format(done.client, to, done.when), Tone.GOOD)
        case PostState.QUEUED | PostState.HELD if done.paused:
            words = translate("Composer", "Waiting for {0}: sending is paused").format(done.client)
            return Remark(words, state_tone(PostState.HELD))
        case PostState.QUEUED | PostState.SENDING if done.mode is SubmitMode.PUBLISH_NOW:
            return Remark(translate("Composer", "Publishing now for {0} to {1}").format(done.client, to), Tone.GOOD)
        case PostState.QUEUED | PostState.SENDING:
            words = translate("Composer", "Locking in for {0} to {1}, {2}. Then it can’t be edited.")
            return Remark(words.format(done.client, to, done.when), Tone.GOOD)
        case PostState.LOCKED if {*done.platform_states} == {PostState.LOCKED}:
            words = translate("Composer", "Locked for {0} to {1}, {2}. It goes out by itself and can’t be edited.")
            return Remark(words.format(done.client, to, done.when), Tone.GOOD)
        case PostState.PUBLISHED | PostState.CONFIRMED:
            return Remark(translate("Composer", "Published for {0} to {1}").format(done.client, to), Tone.GOOD)
        case state:
            words = translate("Composer", "For {0}: {1}").format(done.client, post_word(state, done.platform_states))
            return Remark(words, state_tone(shown_state(state, done.platform_states)))


def posts_remark(client: str, parts: Sequence[tuple[Post, str]]) -> Remark:
    """Return the message about the posts that one draft became; `parts` are the posts with their times in words."""
    if all({*_marks(post)} <= _WAITING for post, _ in parts):
        times = [translate("Composer", "{0} {1}").format(names(post.platforms), when) for post, when in parts]
        return Remark(translate("Composer", "Scheduled for {0}: {1}").format(client, "; ".join(times)), Tone.GOOD)
    words = translate("Composer", "{0} {1} ({2})")
    states = [words.format(names(post.platforms), when, post_word(post.state, _marks(post))) for post, when in parts]
    return Remark(translate("Composer", "For {0}: {1}").format(client, "; ".join(states)), Tone.GOOD)


@dataclass(frozen=True, slots=True)
class FollowedPosts:
    """The posts of the last submission with their times then, and its undo. `changed`: they replaced another post."""

    post_ids: tuple[int, ...]
    times: frozenset[tuple[int, datetime]]
    mode: SubmitMode
    changed: bool
    undo: Callable[[], object]

    def is_latest_change(self, post: Post) -> bool:
        """Return True unless the post was moved or locked in since, which has to be undone first."""
        later = any(is_undoable(entry) and is_locked_in_later(post, entry) for entry in post.entries)
        return _timed(post) in self.times and not later


class StatusMessage(QObject):
    """The message in one notice bar. `post_requested` carries the id of a post that needs attention."""

    post_requested = Signal(int)

    def __init__(self, session: WorkspaceSession, bar: NoticeBar, local_zone: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._bar, self._local_zone = session, bar, local_zone
        self._followed: FollowedPosts | None = None
        self._told: tuple[Remark, str] | None = None
        self._on_action: Callable[[], object] | None = None
        self._can_act: Callable[[], bool] | None = None
        self._passes = False
        bar.action.clicked.connect(self._act)
        session.changes.posts.connect(self.update)

    def tell(
        self,
        words: str,
        tone: Tone,
        icon: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        passes: bool = False,
        can_act: Callable[[], bool] | None = None,
    ) -> None:
        """Show a message with an action, which is offered while `can_act` returns True.

        An error, or a message that `passes`, is hidden by the next edit.
        """
        self._followed = self._told = None
        self._can_act = can_act
        self._on_action, self._passes = on_action, passes or tone is Tone.BAD
        self._bar.tell(words, tone, icon, action)

    def offer_undo(
        self, words: str, icon: str, undo: Callable[[], object], *, tone: Tone = Tone.GOOD, passes: bool = False
    ) -> None:
        """Report a change, and offer to undo it."""
        self.tell(words, tone, icon, self.tr("Undo"), undo, passes=passes)

    def note(self, words: str) -> None:
        """Show a note about text that was just inserted."""
        self.tell(words, Tone.ATTENTION, "info")

    def follow(self, submitted: SubmittedDraft, undo: Callable[[], object], *, changed: bool) -> None:
        """Show the state of the submitted posts from now on."""
        self._told = self._can_act = None
        post_ids = submitted.post_id, *submitted.later
        times = frozenset(_timed(post) for post_id in post_ids if (post := self._session.post_commands.post(post_id)))
        self._followed = FollowedPosts(post_ids, times, submitted.mode, changed, undo)
        self.update()

    def update(self) -> None:
        """Update the message to the present state of the last submission."""
        if self._can_act and not self._can_act():
            # The action is no longer possible; the next edit hides the message.
            self._can_act, self._passes = None, True
            self._bar.action.hide()
        if self._followed is None or (self._told is not None and self._bar.isHidden()):
            return
        found = (self._session.post_commands.post(post_id) for post_id in self._followed.post_ids)
        posts = tuple(post for post in found if post and post.state is not PostState.CANCELLED)
        remark = self._remark(posts, self._followed) if posts else None
        if remark is None:
            self._bar.hide()
            return
        self._passes = not any(self._stays(post) for post in posts)
        action = self._action(posts, self._followed)
        if self._told != (remark, action):
            self._told = remark, action
            self._bar.tell(remark.text, remark.tone, _icon(_foremost(posts), self._followed.mode), action)
            self._bar.action.setAccessibleName(f"{action}: {remark.text}" if action else "")
            if left := self._undo_ms(posts):
                self._bar.count_down(left)

    def draft_edited(self) -> None:
        """Hide errors and passing messages after an edit of the draft."""
        if self._passes:
            self._bar.hide()

    def undo(self) -> None:
        """Run the undo that the message offers, if it offers one."""
        action = self._bar.action
        if self._bar.isVisible() and not action.isHidden() and action.text() == self.tr("Undo"):
            self._act()

    def hide(self) -> None:
        """Hide the message."""
        self._followed = self._can_act = None
        self._bar.hide()

    def _stays(self, post: Post) -> bool:
        """Return True if the message stays for the next draft: the post needs attention, or can be undone within seconds.

        A post that waits for its time, or for the end of a pause, is recalled in the results.
        """
        if self._session.pause.since is not None and post.state in _PAUSED:
            return False
        return post.state in _WORTH_A_LOOK or post.state in _ABOUT_TO_GO

    def _remark(self, posts: tuple[Post, ...], followed: FollowedPosts) -> Remark | None:
        """Return the message about all posts, or only about the one that needs attention."""
        post = _foremost(posts)
        client = self._session.clients.get(post.client_id)
        where, mine, now = zone_of(client, self._local_zone), self._local_zone, self._session.clock.now()
        name = client.name if client else ""
        if len(posts) > 1 and post.state not in _WORTH_A_LOOK:
            return posts_remark(name, [(each, when_on_both(each.due_at, where, mine, now)) for each in posts])
        when = when_on_both(post.due_at, where, mine, now)
        paused = self._session.pause.since is not None
        remark = result_remark(SubmissionResult(followed.mode, post.state, _marks(post), name, when, followed.changed, paused))
        return with_approval(remark, post)

    def _action(self, posts: tuple[Post, ...], followed: FollowedPosts) -> str:
        """Return the words of the action: undo while it is possible, or the way to a post that needs attention; else empty."""
        recallable = all(entry.state in _RECALLABLE for post in posts for entry in post.entries)
        if recallable and all(map(followed.is_latest_change, posts)):
            self._on_action = followed.undo
            return self.tr("Undo")
        post = _foremost(posts)
        self._on_action = lambda: self.post_requested.emit(post.id)
        return self.tr("Show") if post.state in _WORTH_A_LOOK else ""

    def _undo_ms(self, posts: tuple[Post, ...]) -> int:
        """Return the time until the first of the posts is sent, if that waits only for an undo; 0 for none."""
        if self._session.pause.since is not None:
            return 0
        ends = [entry.not_before for post in posts for entry in post.entries if is_undoable(entry) and entry.not_before]
        return max(0, round((min(ends) - self._session.clock.now()) / timedelta(milliseconds=1))) if ends else 0

    def _act(self) -> None:
        on_action = self._on_action
        self.hide()
        if on_action:
            on_action()


def _foremost(posts: tuple[Post, ...]) -> Post:
    """Return the post that needs attention, or else the first that is no longer waiting."""
    asking = (post for post in posts if post.state in _WORTH_A_LOOK)
    begun = (post for post in posts if not {*_marks(post)} <= _WAITING)
    return next(chain(asking, begun, posts))


def _timed(post: Post) -> tuple[int, datetime]:
    """Return the post's id and its time, to the second: a move may change the milliseconds."""
    return post.id, post.due_at.replace(microsecond=0)


def _marks(post: Post) -> tuple[PostState, ...]:
    return tuple(mark for _, mark in platform_states(post.entries))


def _icon(post: Post, mode: SubmitMode) -> str:
    if post.state in {PostState.QUEUED, PostState.SENDING}:
        return "send" if mode is SubmitMode.PUBLISH_NOW else "lock"
    return state_icon(shown_state(post.state, _marks(post)))
