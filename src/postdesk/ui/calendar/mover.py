"""Moves posts and drafts to another time: keeps the clock time, asks about clock changes, and offers an undo."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from postdesk.domain.board import Card
from postdesk.domain.bulk import BulkAction, BulkResult
from postdesk.domain.calendar_days import resolve_by_default, shift_moment, wall_time
from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import parse_platform
from postdesk.domain.posts import Post
from postdesk.domain.recall import live_entries, movable_entries
from postdesk.domain.slots import FreeSlot
from postdesk.domain.times import MIN_LEAD, ResolvedTime, WallTimeKind
from postdesk.engine.composer import SubmittedDraft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.notice_bar import ActionOutcome
from postdesk.ui.kit.plain_text import message_box
from postdesk.ui.text.cards import immovable_words
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.states import Tone, has_changed_since_approval
from postdesk.ui.text.times import clock_text, date_text, day_text, free_slot_words, time_words, when_text


@dataclass(frozen=True, slots=True)
class _Move:
    card: Card
    before: datetime
    after: datetime
    back: bool = False
    draft: Draft | None = None


class LastEdit(QObject):
    """The post that the last edit made in place of another one, which a view may show for a moment still."""

    def __init__(self, session: WorkspaceSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._made: Post | None = None
        session.composer.submitted.connect(self._note)

    def follow(self, card: Card) -> Card:
        """Return a card with the present state of its post, or the card of the post that replaced it."""
        post = None if card.is_draft else self._session.post_commands.post(int(card.id))
        made = self._session.post_commands.post(self._made.id) if self._made else None
        if post and made and not live_entries(post) and made.family == (post.family or post.group):
            return replace(card, id=str(made.id), due_at=made.due_at, state=made.state)
        return replace(card, state=post.state) if post else card

    def _note(self, submitted: SubmittedDraft) -> None:
        post = self._session.post_commands.post(submitted.post_id)
        if post and post.family:  # others are new ones
            self._made = post


class Mover(QObject):
    """Moves cards that can move. `card_moved` carries the Card with its new time, after the commit."""

    card_moved = Signal(object)

    def __init__(self, session: WorkspaceSession, local_zone: ZoneInfo, model: CalendarModel, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._local_zone, self._model, self._window = session, local_zone, model, window
        self._selection, self._keeps_selection = model.selection, False
        self._asked: _Move | None = None
        self._last_edit = LastEdit(session, self)
        session.post_commands.moved.connect(self._post_moved)
        session.composer.saved.connect(self._landed)
        session.bulk.done.connect(self._end_selection)

    def can_move(self, card: Card) -> bool:
        """Return True where a card can get another time; otherwise show the reason."""
        if card.is_draft or card in self._selection:
            return True
        card = self._last_edit.follow(card)
        post = self._session.post_commands.post(int(card.id))
        if post is None or not movable_entries(post):
            self._model.requests.reported.emit(ActionOutcome(immovable_words(card), Tone.LOCKED, "lock"))
            return False
        return True

    def move(self, card: Card | None, step: timedelta, *, keeps_selection: bool = False) -> None:
        """Move a card by that step on its client's clock; with a selected one, or None, move the whole selection.

        The selection ends once it is moved, unless it stays for the next step.
        """
        if self._selection and (card is None or card in self._selection):
            self._keeps_selection = keeps_selection
            self._session.bulk.move(self._selection.cards, step)
        elif card is None:
            words = self.tr("No post here. Go to one with ↑ and ↓, then move it with Alt and an arrow key.")
            self._model.requests.reported.emit(ActionOutcome(words, Tone.LOCKED, "info"))
        elif self.can_move(card := self._last_edit.follow(card)):
            landed = shift_moment(card.due_at, self._zone_of(card), step)
            if landed.kind is WallTimeKind.PLAIN:
                self._move_to(card, landed.first)
            else:
                self._ask(card, landed, step)

    def landing_words(self, card: Card, step: timedelta) -> str:
        """Return the time that a card would get by that step, as the calendar shows it.

        For a selected card it is the number of cards that would move.
        """
        if card in self._selection and len(self._selection) > 1:
            return self.tr("Selected posts: {0}").format(len(self._selection))
        moment = shift_moment(card.due_at, self._zone_of(card), step).first
        return when_text(moment, self._model.context().zone, self._session.clock.now())

    def next_slot(self, card: Card) -> FreeSlot | None:
        """Return the client's next free slot for the card's post or draft, other than its present time; None without one."""
        if card.is_draft:
            draft = self._session.composer.draft(card.id)
        else:
            platforms = tuple(known for each in card.platforms if (known := parse_platform(each)))
            draft = Draft("", card.client_id, platforms, replaces_post=int(card.id))
        now_at = card.due_at.replace(second=0, microsecond=0)
        return self._session.slots.next_free(draft, fits=lambda moment: moment != now_at) if draft else None

    def slot_words(self, card: Card, free_slot: FreeSlot) -> str:
        """Return the slot's time on the client's clock and this computer's."""
        return free_slot_words(free_slot, self._zone_of(card), self._local_zone)

    def move_to(self, card: Card, moment: datetime) -> None:
        """Move a card to that moment, if it can move."""
        if self.can_move(card := self._last_edit.follow(card)):
            self._move_to(card, moment)

    def _take_back(self, move: _Move) -> None:
        """Undo a move, or show the reason why that is no longer possible."""
        if words := self._why_not_back(move):
            self._model.requests.reported.emit(ActionOutcome(words, Tone.ATTENTION, "info"))
        else:
            self._go(_Move(replace(move.card, due_at=move.after), move.after, move.before, back=True, draft=move.draft))

    def _why_not_back(self, move: _Move) -> str:
        """Return the reason why a move can't be undone any more, and what to do instead; empty where it can."""
        if move.card.is_draft:
            gone = self._session.composer.draft(move.card.id) is None
            return self.tr("Not moved back. This draft was scheduled or deleted. Move its post instead.") if gone else ""
        post = self._session.post_commands.post(int(move.card.id))
        if post is None or not movable_entries(post):
            return self.tr("Not moved back. This post can’t be moved any more. Select it to see its actions.")
        if move.before - self._session.clock.server_now() < MIN_LEAD:
            return self.tr("Not moved back. The old time has passed or is less than two minutes ahead. Select a later time.")
        return ""

    def _zone_of(self, card: Card) -> ZoneInfo:
        client = self._session.clients.get(card.client_id)
        return zone_of(client, self._local_zone)

    def _move_to(self, card: Card, moment: datetime) -> None:
        if moment - self._session.clock.server_now() < MIN_LEAD:
            words = self.tr("Not moved. That time has passed or is less than two minutes ahead.")
            self._model.requests.reported.emit(ActionOutcome(words, Tone.ATTENTION, "clock"))
        elif moment != card.due_at:
            self._go(_Move(card, card.due_at, moment))

    def _go(self, move: _Move) -> None:
        self._asked = move
        if not move.card.is_draft:
            self._session.post_commands.move(int(move.card.id), move.after)
        elif draft := self._session.composer.draft(move.card.id):
            self._asked = replace(move, draft=draft)
            self._session.composer.save(self._timed(draft, move))

    def _timed(self, draft: Draft, move: _Move) -> Draft:
        """Return the draft at its new time.

        Platforms with times of their own move as far on the client's clock; an undo restores all.
        """
        if move.draft:
            return draft.with_times_of(move.draft)
        where = self._zone_of(move.card)
        by = wall_time(move.after, where) - wall_time(move.before, where)
        return replace(draft.retimed(lambda moment: resolve_by_default(shift_moment(moment, where, by))), due_at=move.after)

    def _end_selection(self, done: BulkResult) -> None:
        if done.action is BulkAction.MOVE and done.count and not done.is_undo and not self._keeps_selection:
            self._selection.clear()

    def _post_moved(self, post_id: int, moved_id: int, before: datetime) -> None:
        """Follow a post that moved; its missed entries have become a post of their own."""
        move = self._asked
        if move and (move.card.id, move.before) == (str(post_id), before):
            self._asked = replace(move, card=replace(move.card, id=str(moved_id)))
            self._landed(str(moved_id))

    def _landed(self, card_id: str, _: object = None) -> None:
        """Report the finished move, with its undo."""
        move = self._asked
        if move is None or move.card.id != card_id:
            return
        self._asked = None
        self.card_moved.emit(replace(move.card, due_at=move.after))
        final = move.back or move.before - self._session.clock.server_now() < MIN_LEAD
        undo, is_latest = None if final else partial(self._take_back, move), partial(_is_latest, self._session, move)
        words = self._landed_words(move)
        self._model.requests.reported.emit(ActionOutcome(words, Tone.ACCENT, "calendar-clock", undo, undoable=is_latest))

    def _landed_words(self, move: _Move) -> str:
        where, now = self._zone_of(move.card), self._session.clock.now()
        day, clock = day_text(move.after, where, now), clock_text(move.after, where)
        if where.key == self._local_zone.key:
            words = self.tr("Moved back to {0} {1}") if move.back else self.tr("Moved to {0} {1}")
        else:
            words = self.tr("Moved back to {0} {1} ({2} time)") if move.back else self.tr("Moved to {0} {1} ({2} time)")
        moved = words.format(day, clock, zone_word(where.key))
        return " · ".join(filter(None, (moved, self._client_among_several(move.card), self._asks_again(move))))

    def _client_among_several(self, card: Card) -> str:
        """Return the name of the card's client where the posts of several are shown."""
        client = self._session.clients.get(card.client_id) if self._model.state.client_id is None else None
        return client.name if client and len(self._session.clients.all()) > 1 else ""

    def _asks_again(self, move: _Move) -> str:
        """Return the note that the client approved another time; empty where that doesn't apply."""
        post = None if move.card.is_draft else self._session.post_commands.post(int(move.card.id))
        return (
            self.tr("The client approved another time. Needs approval again.")
            if post and has_changed_since_approval(post.approval)
            else ""
        )

    def _ask(self, card: Card, landed: ResolvedTime, step: timedelta) -> None:
        """Ask for the time: the client's clock skips it or has it twice."""
        where = self._zone_of(card)
        wall = wall_time(card.due_at, where) + step
        day, city = date_text(wall.date(), "ddd d MMM"), zone_word(where.key)
        if landed.kind is WallTimeKind.SKIPPED:
            text = self.tr("{0} doesn’t exist on {1} in {2}. Clocks go forward then.")
            first, second = (clock_text(each, where) for each in (landed.first, landed.second))
        else:
            text = self.tr("{0} comes twice on {1} in {2}. Clocks go back then.")
            first, second = (self.tr("The first {0}"), self.tr("The second {0}"))
        clock = time_words(wall.hour, wall.minute)
        choices = ((first.format(clock), landed.first), (second.format(clock), landed.second))
        self._open_question(card, text.format(clock, day, city), choices)

    def _open_question(self, card: Card, text: str, choices: tuple[tuple[str, datetime], ...]) -> None:
        role = QMessageBox.ButtonRole
        buttons = [*((words, role.AcceptRole) for words, _ in choices), (self.tr("Don’t move"), role.RejectRole)]
        box = message_box(self._window, self.tr("When should this post go out?"), text, buttons)
        identify(box, "calendar.move_question")
        box.buttonClicked.connect(partial(self._answered, card, choices))
        box.open()

    def _answered(self, card: Card, choices: tuple[tuple[str, datetime], ...], button: QAbstractButton) -> None:
        moment = next((each for words, each in choices if words == button.text()), None)
        if moment:
            self._move_to(card, moment)


def _is_latest(session: WorkspaceSession, move: _Move) -> bool:
    """Return True while the moved draft or post has the time that the move gave it, and can still move."""
    if move.card.is_draft:
        draft = session.composer.draft(move.card.id)
        return draft is not None and draft.due_at == move.after
    post = session.post_commands.post(int(move.card.id))
    return post is not None and bool(movable_entries(post)) and _second(post.due_at) == _second(move.after)


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
