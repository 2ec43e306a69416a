"""Tells at the foot of the composer what came of the last act, as it is now, and whatever else is to be said there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.delivery import State
from postdesk.domain.posts import Post, PostState, marks_of
from postdesk.domain.state_groups import TO_DO
from postdesk.domain.submitting import Act
from postdesk.domain.times import zone
from postdesk.engine.composer import Submitted
from postdesk.engine.desk import Desk
from postdesk.ui.composer.act_words import Done, done_remark
from postdesk.ui.composer.words import Remark
from postdesk.ui.parts.notice_bar import NoticeBar
from postdesk.ui.post_words import seen_as
from postdesk.ui.words import Tone, state_icon, when_text

_RECALLABLE: Final = frozenset({State.PLANNED, State.QUEUED, State.CANCELLED})
_WORTH_A_LOOK: Final = TO_DO | {PostState.CHECKING, PostState.RECEIVED}
_OVER: Final = frozenset({PostState.PUBLISHED, PostState.CONFIRMED, PostState.LOCKED})


@dataclass(frozen=True, slots=True)
class Followed:
    """The post that the last act made, and how the act is undone. `changed`: it took the place of another."""

    post_id: int
    act: Act
    changed: bool
    undo: Callable[[], object]


class Telling(QObject):
    """One bar. `post_asked` carries the id of a post that asks for something."""

    post_asked = Signal(int)

    def __init__(self, desk: Desk, bar: NoticeBar, here: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bar, self._here = desk, bar, here
        self._followed: Followed | None = None
        self._told: tuple[Remark, str] | None = None
        self._on_action: Callable[[], object] | None = None
        self._passes = False
        bar.action.clicked.connect(self._act)
        desk.changes.posts.connect(self.look_again)

    def tell(self, words: str, tone: Tone, icon: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say something, with what can be done about it; a complaint goes away with the next change of the draft."""
        self._followed = self._told = None
        self._on_action, self._passes = on_action, tone is Tone.BAD
        self._bar.tell(words, tone, icon, action)

    def follow(self, submitted: Submitted, undo: Callable[[], object], *, changed: bool) -> None:
        """Say what became of the draft, from now on."""
        self._told = None
        self._followed = Followed(submitted.post_id, submitted.act, changed, undo)
        self.look_again()

    def look_again(self) -> None:
        """Say what is true of the last act now."""
        if self._followed is None or (self._told is not None and self._bar.isHidden()):
            return
        post = self._desk.outbox.post(self._followed.post_id)
        remark = self._remark(post, self._followed) if post else None
        if post is None or remark is None:
            self._bar.hide()
            return
        self._passes = post.state in _OVER
        action = self._action(post, self._followed)
        if self._told != (remark, action):
            self._told = remark, action
            self._bar.tell(remark.text, remark.tone, _icon(post, self._followed.act), action)
            self._bar.action.setAccessibleName(f"{action}: {remark.text}" if action else "")

    def draft_changed(self) -> None:
        """The next one is being written: a complaint may hold no more, and what is over was read."""
        if self._passes:
            self._bar.hide()

    def hide(self) -> None:
        """Say nothing any more."""
        self._followed = None
        self._bar.hide()

    def _remark(self, post: Post, followed: Followed) -> Remark | None:
        client = self._desk.clients.get(post.client_id)
        theirs = (zone(client.zone) if client else None) or self._here
        when = when_text(post.due_at, theirs, self._desk.clock.now())
        name = client.name if client else ""
        paused = self._desk.pause.since is not None
        return done_remark(Done(followed.act, post.state, _marks(post), name, when, followed.changed, paused))

    def _action(self, post: Post, followed: Followed) -> str:
        """Undo while it can be done, the way to the post where it asks for something."""
        if all(entry.state in _RECALLABLE for entry in post.entries):
            self._on_action = followed.undo
            return self.tr("Undo")
        self._on_action = lambda: self.post_asked.emit(post.id)
        return self.tr("Show") if post.state in _WORTH_A_LOOK else ""

    def _act(self) -> None:
        on_action = self._on_action
        self.hide()
        if on_action:
            on_action()


def _marks(post: Post) -> tuple[PostState, ...]:
    return tuple(mark for _, mark in marks_of(post.entries))


def _icon(post: Post, act: Act) -> str:
    if post.state in {PostState.QUEUED, PostState.SENDING}:
        return "send" if act is Act.PUBLISH_NOW else "lock"
    return state_icon(seen_as(post.state, _marks(post)))
