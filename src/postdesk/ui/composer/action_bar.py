"""The foot of the composer: "Save as draft", the number of problems, and the action buttons, in one line.

The reason why a draft can't go out has a line of its own above them.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from postdesk.domain.review import DraftReview, Replacement
from postdesk.ui.composer.action_bar_words import (
    KEEP_ENABLED,
    client_submit_words,
    problem_count_words,
    publish_button_words,
    publish_words,
    reason_words,
    recipients_words,
    short_client_name,
    short_problem_count_words,
    short_publish_words,
    short_submit_words,
    submit_words,
    waiting_words,
)
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.publish_question import PublishQuestion
from postdesk.ui.composer.time_words import locked_posts_words
from postdesk.ui.kit.buttons import Button, ElidedButton
from postdesk.ui.kit.layouts import ROOM, UNBOUNDED, column_of, row_of
from postdesk.ui.kit.plain_text import plain_tooltip, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.problems import problem_words
from postdesk.ui.text.states import Tone

_GAP: Final = 5
_SEAM: Final = 1
"""The gap between the main button and its menu."""

_IN_FULL: Final = 4
"""The number of looks of the buttons in full, one a button."""


class ActionBar(QWidget):
    """The action buttons, labelled with the accounts and the client as far as there is room.

    The client is named in any width while the window shows another one, or all of several. Where all others have no room,
    "Save as draft" is in the menu only. `keep_draft` follows it.
    """

    keep_draft = Signal()

    def __init__(self, theme: Theme, model: ComposerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: tuple[object, ...] = ()
        self._publish_words = self._why = self._reason = ""
        self._keeps = False
        self._looks: tuple[tuple[ElidedButton, str | None, str], ...] = ()
        self.keep_button = ElidedButton(
            theme, self.tr("Save as draft"), "composer.save_draft", role="link", on_click=self.keep_draft
        )
        plain_tooltip(self.keep_button, self.keep_button.text())
        self.standing = ElidedButton(theme, "", "composer.standing", role="link", on_click=model.submission.problem_requested)
        self.publish_button = ElidedButton(theme, self.tr("Publish now"), "composer.publish")
        self.schedule_button = ElidedButton(theme, self.tr("Schedule"), "composer.schedule", role="primary", icon="send")
        self.more = Button(theme, "", "composer.schedule_more", role="primary", icon="chevron-down")
        self.confirm = PublishQuestion(theme)
        self.publish_button.clicked.connect(model.ask_to_publish)
        self.schedule_button.clicked.connect(model.schedule)
        self.confirm.confirmed.connect(self._publish)
        self.confirm.cancelled.connect(self.publish_button.setFocus)
        self._make_menu()
        self._lay_out()
        model.opened.connect(self.confirm.hide)
        model.live_review.changed.connect(self._show)
        model.submission.pending_changed.connect(self._show)
        model.scope.client_changed.connect(self._show)
        model.confirmation_requested.connect(self._ask)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self) -> None:
        """Show the review's recipients and actions; an open confirmation about an earlier review is withdrawn."""
        review = self._model.review
        if review is None:
            return
        asks = self._model.submission.needs_confirmation(review)
        client = self._model.client.name if self._model.client else ""
        self._show_why(problem_words(review.problems[0], self._model.context.when) if review.problems else "")
        waiting = waiting_words(self._model.submission.pending_mode, review.replacement)
        act, publish = waiting or submit_words(review, client), publish_words(review, client)
        standing = problem_count_words(review, connected=bool(self._model.context.accounts))
        template, short = bool(review.draft.template), waiting or self._short_words(review, client)
        reason, apart = reason_words(review, standing, self._why), bool(self._reason)
        self._reason = reason
        late = not template and bool(self._model.context.late_platforms(review))
        flags = bool(reason), asks, template, late, self.schedule_button.hasFocus()
        shown = act, short, publish, standing, review.blocked, review.ready, review.replacement, flags
        if shown == self._shown:
            self._show_reason()
            return
        self._shown, self._publish_words = shown, publish
        self._show_standing(review, standing, moves=bool(reason) is not apart)
        self._show_buttons(review, act, publish, asks=asks)
        self._looks = self._looks_of(review, short, asks=asks)
        for button in (self.publish_button, self.schedule_button, self.more):
            # The focused button stays enabled: Qt would move the focus of a disabled one to another widget.
            barred = waiting or (late and button is self.schedule_button)
            button.setEnabled((review.blocked in KEEP_ENABLED or template) and (not barred or button.hasFocus()))
        for button in (self.publish_button, self.more):
            button.setVisible(not template)
        self._show_menu(review.replacement)
        self.confirm.hide()
        self._fit()

    def _show_buttons(self, review: DraftReview, act: str, publish: str, *, asks: bool) -> None:
        recipients = recipients_words(review)
        self.schedule_button.set_text(act)
        self.schedule_button.setAccessibleDescription(recipients)
        plain_tooltip(self.schedule_button, "\n".join(filter(None, (act, recipients))))
        self.publish_button.set_text(publish_button_words(review, asks=asks))
        self.publish_button.setAccessibleName(publish)
        plain_tooltip(self.publish_button, publish)
        self.more.setAccessibleName(self.tr("More ways to schedule"))
        self._keeps = not review.draft.template and review.replacement is not Replacement.SCHEDULED

    def _fit(self) -> None:
        """Show all in full, then shorten one after the other until there is room for all; at last the main button is elided."""
        main, keep, keeps = self.schedule_button, self.keep_button, self._keeps
        main.setMaximumWidth(UNBOUNDED)
        for place, (button, words, icon) in enumerate(self._looks):
            if place >= _IN_FULL and self._room(keeps=keeps) >= 0:
                break
            button.shorten(words, icon)
        keeps = keeps and (keep.hasFocus() or self._room(keeps=True) >= 0)
        keep.setVisible(keeps)
        self._show_reason()
        if self._looks and (room := self._room(keeps=keeps)) < 0:
            main.setMaximumWidth(max(main.minimumSizeHint().width(), main.sizeHint().width() + room))

    def _room(self, *, keeps: bool) -> int:
        """Return the width that the buttons leave; negative where they need more. `keeps`: "Save as draft" is among them."""
        acts: list[QWidget] = [self.publish_button, self.schedule_button, self.more]
        beside: list[QWidget] = acts if self._reason else [self.standing, *acts]
        widths = [part.sizeHint().width() + _GAP for part in beside if not part.isHidden()]
        kept = self.keep_button.sizeHint().width() + _GAP if keeps else 0
        return self.width() - kept - sum(widths) + 2 * _GAP - _SEAM

    def _looks_of(self, review: DraftReview, act: str, *, asks: bool) -> tuple[tuple[ElidedButton, str | None, str], ...]:
        """Return the words and icons of the buttons: all in full, then each change that saves room, the least harmful first."""
        sign = _sign(review)
        return (
            (self.keep_button, None, ""),
            (self.standing, None, sign),
            (self.publish_button, None, ""),
            (self.schedule_button, None, "send"),
            (self.standing, short_problem_count_words(review), sign),
            (self.publish_button, short_publish_words(asks=asks), ""),
            (self.schedule_button, act, "send"),
            (self.schedule_button, act, ""),
            (self.keep_button, "", "file-text"),
        )

    def _short_words(self, review: DraftReview, client: str) -> str:
        """Return the short text of the main button, with the client where it isn't the one that the window shows."""
        elsewhere = self._model.submission.several_clients and self._model.scope.client_id != review.draft.client_id
        return client_submit_words(review, short_client_name(client)) if elsewhere else short_submit_words(review)

    def _ask(self, warning: str) -> None:
        """Ask in place for confirmation, with the warning."""
        self.confirm.ask(self.tr("{0}? {1}").format(self._publish_words, warning).strip())

    def _publish(self) -> None:
        """Publish, unless a key typed meanwhile withdrew the confirmation."""
        self._model.live_review.catch_up()
        if not self.confirm.isHidden():
            self._model.publish()

    def _show_why(self, why: str) -> None:
        """Show the worst problem in the tool tip only: its text may change with every key, and must not cause a new layout."""
        if why != self._why:
            self._why = why
            plain_tooltip(self.standing, why)
            self.standing.setAccessibleDescription(why)
            self.confirm.hide()

    def _show_reason(self) -> None:
        if self._reason:
            self.standing.shorten(self._reason, "circle-x")

    def _show_standing(self, review: DraftReview, words: str, *, moves: bool) -> None:
        """Show the number of problems beside the buttons, or the reason why they are disabled above them."""
        self.standing.setVisible(bool(words))
        if moves:
            (self._above if self._reason else self._row).insertWidget(0 if self._reason else 1, self.standing)
        if words:
            tone = Tone.BAD if _stops(review) else Tone.ATTENTION
            set_tone(self.standing, tone)
            self.standing.set_icon(_sign(review), tone)
            self.standing.set_text(words)

    def _show_menu(self, changing: Replacement) -> None:
        new = changing is not Replacement.SCHEDULED
        self.lock_in_action.setText(self.tr("Schedule and lock in now") if new else self.tr("Save and lock in now"))
        self.next_action.setVisible(new)
        self.keep_action.setVisible(new)

    def _make_menu(self) -> None:
        menu = QMenu(self.more)
        self.next_action = QAction(self.tr("Schedule and open next"), menu)
        self.next_action.setShortcut(QKeySequence("Ctrl+Alt+Return"))
        self.next_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.lock_in_action = QAction(self.tr("Schedule and lock in now"), menu)
        self.lock_in_action.setToolTip(locked_posts_words())
        menu.setToolTipsVisible(True)
        self.keep_action = QAction(self.tr("Save as draft"), menu)
        for action, act, name in (
            (self.next_action, lambda: self._model.schedule(go_on=True), "schedule_next"),
            (self.lock_in_action, self._model.lock_in, "lock_in"),
            (self.keep_action, self.keep_draft, "keep_draft"),
        ):
            action.setObjectName(f"composer.{name}")
            action.triggered.connect(act)
            menu.addAction(action)
        self.more.setMenu(menu)

    def _lay_out(self) -> None:
        self.schedule_button.setStyleSheet("QPushButton { border-top-right-radius: 0; border-bottom-right-radius: 0; }")
        self.more.setStyleSheet("QPushButton { border-top-left-radius: 0; border-bottom-left-radius: 0; padding: 5px 3px; }")
        font = QFont()
        font.setFeature(QFont.Tag("tnum"), 1)  # another number in the reason then changes no width
        self.standing.setFont(font)
        for button in (self.standing, self.publish_button, self.schedule_button):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        act = row_of(self.schedule_button, self.more, spacing=_SEAM, grow=self.schedule_button)
        self._row = row_of(self.keep_button, self.standing, ROOM, self.publish_button, act, spacing=_GAP)
        self._above = row_of(ROOM)
        self.setLayout(column_of(self._above, self._row, spacing=0))


def _stops(review: DraftReview) -> bool:
    return review.blocked is not None or bool(review.not_ready)


def _sign(review: DraftReview) -> str:
    return "circle-x" if _stops(review) else "triangle-alert"
