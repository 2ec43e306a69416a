"""A series is begun or changed: its rule, what it says, and when it would come next."""

from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.clients import zone_of
from postdesk.domain.series import Series, all_alike, as_draft
from postdesk.engine.desk import Desk
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.series.checking import against
from postdesk.ui.series.rule_form import RuleForm
from postdesk.ui.series.texts_form import TextsForm
from postdesk.ui.text.days import short_day
from postdesk.ui.text.series import rule_words, time_line, zone_line
from postdesk.ui.text.words import Tone

_LETTERS: Final = 84
_NEXT: Final = 5


class SeriesDialog(Dialog):
    """`agreed` carries the Series as it is wanted, and from which of its times on (None: all that have not gone out).

    `number`: the time of the post from which it was opened.
    """

    agreed = Signal(object, object)

    def __init__(
        self, desk: Desk, theme: Theme, series: Series, parent: QWidget | None, *, new: bool = False, number: int | None = None
    ) -> None:
        super().__init__(self.tr("Repeat"), "repeat", parent, _LETTERS)
        self._desk, self._series = desk, series
        client = desk.clients.get(series.client_id)
        self._zone = zone_of(client, ZoneInfo("UTC"))
        self._name = client.name if client else ""
        self.rule = RuleForm(theme, series.rule, series.ahead_days, self._today)
        self.texts = TextsForm(theme, series.wordings, same_meant=series.same_meant)
        self._from = self._scope(number)
        self._words, self._next, self._amiss = PlainLabel(role="title"), PlainLabel(), PlainLabel()
        self._agree = Button(theme, "", "repeat.agree", role="primary", icon="repeat-2")
        self._agree.set_text(self.tr("Start repeating") if new else self.tr("Save"))
        self._agree.setDefault(True)
        self._lay_out(new=new, scoped=number is not None)
        self.offer(theme, self._agree)
        self.rule.changed.connect(self._show)
        self.texts.changed.connect(self._show)
        self._from.currentIndexChanged.connect(self._show)
        self._agree.clicked.connect(self._accept)
        self._show()

    @property
    def wanted(self) -> Series | None:
        """The series as it is chosen; None while something is amiss."""
        rule = self.rule.rule
        if rule is None:
            return None
        wanted = replace(self._series, rule=rule, wordings=self.texts.wordings, ahead_days=self.rule.ahead_days)
        return replace(wanted, same_meant=self.texts.same.isChecked() and all_alike(wanted))

    def _today(self) -> date:
        return wall_time(self._desk.clock.now(), self._zone).date()

    def _show(self) -> None:
        wanted = self.wanted
        number: int = self._from.currentData() or 0
        coming = self._desk.series.next_times(wanted.client_id, wanted.rule, _NEXT, number) if wanted else ()
        self.texts.show_alike(alike=bool(wanted and all_alike(wanted)))
        self._words.setText(rule_words(wanted.rule) if wanted else "")
        self._next.setText("\n".join(time_line(each, self._zone) for each in coming))
        amiss = self._amiss_words(wanted) or ("" if coming else self.tr("There is no time left before it ends."))
        self._amiss.setText(amiss)
        self._amiss.setVisible(bool(amiss))
        unmeant = wanted is not None and all_alike(wanted) and not wanted.same_meant
        self._agree.setEnabled(not amiss and not unmeant)
        self.grow()

    def _amiss_words(self, wanted: Series | None) -> str:
        if wanted is None:
            return self.rule.amiss
        for number, wording in enumerate(wanted.wordings, start=1):
            draft = replace(as_draft(wording), client_id=wanted.client_id, platforms=wanted.platforms)
            if words := against(self._desk, draft, self._zone):
                return self.tr("Text {0}: {1}").format(number, words) if len(wanted.wordings) > 1 else words
        return ""

    def _accept(self) -> None:
        if wanted := self.wanted:
            self.agreed.emit(wanted, self._from.currentData())
            self.accept()

    def _scope(self, number: int | None) -> QComboBox:
        box = QComboBox()
        identify(box, "repeat.scope", self.tr("What is changed"))
        box.addItem(self.tr("All that have not gone out"), None)
        if number is not None:
            box.insertItem(0, self.tr("This one and later ones, from {0}").format(short_day(date.fromordinal(number))), number)
            box.setCurrentIndex(0)
        return box

    def _lay_out(self, *, new: bool, scoped: bool) -> None:
        for label, name in ((self._words, "words"), (self._next, "next"), (self._amiss, "amiss")):
            identify(label, f"repeat.{name}")
            label.setWordWrap(True)
        set_tone(self._amiss, Tone.ATTENTION)
        heading = self.tr("Repeat this post for {0}") if new else self.tr("Repeating post for {0}")
        title = PlainLabel(heading.format(self._name), role="heading")
        title.setWordWrap(True)
        self.body.addWidget(title)
        self.body.addWidget(self.rule)
        self.body.addWidget(self._words)
        coming = QVBoxLayout()
        coming.setSpacing(4)
        coming.addWidget(PlainLabel(self.tr("Next: {0}").format(zone_line(self._zone)), role="secondary"))
        coming.addWidget(self._next)
        self.body.addLayout(coming)
        self.body.addWidget(self.texts)
        self.body.addWidget(self._amiss)
        self.body.addStretch(1)
        self.foot.insertWidget(0, self._from)
        self._from.setVisible(not new and scoped)
