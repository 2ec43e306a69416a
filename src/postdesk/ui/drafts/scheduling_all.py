"""Scheduling several drafts at once: for whom, when, and what of each stays behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.review import BlockedReason, DraftReview
from postdesk.ui.drafts.scheduling_words import changed_words, own_times_words, schedule_act
from postdesk.ui.kit.avatar import Avatar
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.plain import PlainLabel, set_tone
from postdesk.ui.kit.row import row_of
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import names
from postdesk.ui.text.refusals import blocked_words
from postdesk.ui.text.words import Tone

translate = QCoreApplication.translate

_LETTERS: Final = 90


@dataclass(frozen=True, slots=True)
class Going:
    """A draft as it would go out: for whom, when in the client's own words.

    `late`: that time can't be taken any more; `waits`: for the address of a file that is still on its way. `written`: the draft
    as it is kept, where it goes out at another time. `first`: the worst that was found, in words.
    """

    view: DraftReview
    client: Client
    when: str
    late: bool = False
    waits: bool = False
    written: Draft | None = None
    first: str = ""

    @property
    def ready(self) -> bool:
        """Whether anything of it goes out."""
        return self.view.blocked is None and not self.late and not self.waits


class SchedulingAll(Dialog):
    """`agreed` follows a yes. `anew`: something has changed since the last one."""

    agreed = Signal()

    def __init__(self, theme: Theme, going: Sequence[Going], parent: QWidget | None = None, *, anew: bool = False) -> None:
        super().__init__(self.tr("Schedule all"), "schedule_all", parent, _LETTERS)
        ready = sum(each.ready for each in going)
        self.body.addWidget(PlainLabel(self._heading(ready), role="heading"))
        if anew:
            self.body.addWidget(self._changed())
        column = QVBoxLayout()
        column.setSpacing(12)
        for number, each in enumerate(going):
            column.addLayout(self._line(theme, number, each))
        self.body.addLayout(column)
        self.body.addWidget(remark(own_times_words()))
        self.body.addStretch(1)
        yes = Button(theme, schedule_act(ready), "schedule_all.yes", role="primary", icon="send")
        yes.setEnabled(ready > 0)
        yes.clicked.connect(self._agree)
        self.offer(theme, yes).setFocus()

    def _heading(self, count: int) -> str:
        return self.tr("Schedule 1 post?") if count == 1 else self.tr("Schedule {0} posts?").format(count)

    def _changed(self) -> PlainLabel:
        label = remark(changed_words())
        identify(label, "schedule_all.changed")
        return label

    def _line(self, theme: Theme, number: int, going: Going) -> QVBoxLayout:
        where = names(going.view.ready or going.view.draft.platforms)
        about = PlainLabel(" · ".join(part for part in (going.client.name, going.when, where) if part), elide=True)
        identify(about, f"schedule_all.line.{number}")
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(row_of(Avatar(going.client.name, going.client.colour), about))
        if words := amiss_words(going):
            stops = not going.ready or bool(going.view.held_back)
            tone = Tone.BAD if stops else Tone.ATTENTION
            said = PlainLabel(words)
            said.setWordWrap(True)
            set_tone(said, tone)
            identify(said, f"schedule_all.amiss.{number}")
            column.addLayout(row_of(IconLabel(theme, "circle-x" if stops else "triangle-alert", tone), said))
        return column

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit()


def amiss_words(going: Going) -> str:
    """Why it stays a draft, what of it does, or the first warning."""
    view = going.view
    if going.waits:
        return translate("SchedulingAll", "Stays a draft: a file is still on its way. Wait for it, or cancel the upload.")
    if going.late:
        return translate("SchedulingAll", "Stays a draft: this time is past or too near. Choose a later one.")
    if view.blocked:
        why = going.first if view.blocked is BlockedReason.NOTHING_READY else ""
        return translate("SchedulingAll", "Stays a draft. {0}").format(why or blocked_words(view.blocked))
    if view.held_back:
        several = len(view.held_back) > 1
        stays = (
            translate("SchedulingAll", "{0} stay a draft. {1}")
            if several
            else translate("SchedulingAll", "{0} stays a draft. {1}")
        )
        return stays.format(names(view.held_back), going.first)
    return going.first if view.warned else ""
