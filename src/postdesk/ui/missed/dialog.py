"""The one question at the start about all posts that were missed: send now, move, or keep as drafts, each or all."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from postdesk.domain.clients import zone_of
from postdesk.domain.posts import Post
from postdesk.engine.desk import Desk
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import WheelGuard, remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.missed.row import Answer, MissedRow, answer_word

_LETTERS: Final = 120


class MissedDialog(Dialog):
    """Nothing is done before its button is pressed, and nothing by Escape: the results go on asking then."""

    def __init__(self, desk: Desk, posts: Sequence[Post], theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__("", "missed", parent, _LETTERS)
        self.setWindowTitle(self.tr("Missed posts"))
        self._desk = desk
        now = desk.clock.now()
        self.rows = tuple(MissedRow(post, *self._whose(post, here), now) for post in posts)
        self.all = QComboBox()
        for answer in Answer:
            self.all.addItem(answer_word(answer), answer)
        identify(self.all, "missed.all", self.tr("For all of them"))
        WheelGuard(self.all)
        self.later_button = Button(theme, self.tr("Decide later"), "missed.later")
        self.do_button = Button(theme, self.tr("Do this"), "missed.do", role="primary")
        self._lay_out()
        self.all.activated.connect(self._choose_all)
        for row in self.rows:
            row.answer.currentIndexChanged.connect(self._count)
        self.later_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.accept)
        self.accepted.connect(self._do)
        self._count()

    def _whose(self, post: Post, here: ZoneInfo) -> tuple[str, ZoneInfo]:
        client = self._desk.clients.get(post.client_id)
        return (client.name, zone_of(client, here)) if client else ("", here)

    def _lay_out(self) -> None:
        count = len(self.rows)
        title = self.tr("One post was missed") if count == 1 else self.tr("{0} posts were missed").format(count)
        self.body.addWidget(PlainLabel(title, role="heading"))
        told = self.tr(
            "Their time passed while Postdesk was not running, or could not send. Nothing goes out late by itself: say what is "
            "to be done with each. The times are those of each client."
        )
        self.body.addWidget(remark(told))
        if count > 1:
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(PlainLabel(self.tr("For all of them"), role="title"), 1)
            line.addWidget(self.all)
            self.body.addLayout(line)
        widest = max(box.sizeHint().width() for box in (self.all, *(row.answer for row in self.rows)))
        for box in (self.all, *(row.answer for row in self.rows)):
            box.setMinimumWidth(widest)
        for row in self.rows:
            self.body.addWidget(row)
        self.body.addStretch(1)
        for button in (self.later_button, self.do_button):
            self.foot.addWidget(button)

    def _choose_all(self) -> None:
        for row in self.rows:
            row.choose(Answer(self.all.currentData()))

    def _count(self) -> None:
        self.do_button.setEnabled(any(row.chosen is not Answer.LATER for row in self.rows))

    def _do(self) -> None:
        outbox = self._desk.outbox
        for row in self.rows:
            if moment := row.moment:
                outbox.move(row.post_id, moment)
            elif row.chosen is Answer.NOW:
                outbox.publish_now(row.post_id)
            elif row.chosen is Answer.DRAFT:
                outbox.undo(row.post_id)
