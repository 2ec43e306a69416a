"""The composer's parts on one sheet, from the accounts down to the acts."""

from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from postdesk.domain.clock import Clock
from postdesk.ui.composer.acts import Acts
from postdesk.ui.composer.chips import Chips
from postdesk.ui.composer.extras import Extras
from postdesk.ui.composer.problems import Problems
from postdesk.ui.composer.texts import Texts
from postdesk.ui.composer.when import When
from postdesk.ui.composer.words import Remark
from postdesk.ui.parts.dialog import scrolling
from postdesk.ui.parts.identity import identify
from postdesk.ui.parts.notice_bar import NoticeBar
from postdesk.ui.parts.steady_label import SteadyLabel
from postdesk.ui.plain import set_property
from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone


class Sheet(QWidget):
    """What is written scrolls; when it goes out and the acts stay at the foot."""

    def __init__(self, theme: Theme, clock: Clock, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.origin = NoticeBar(theme, "composer.origin")
        self.chips = Chips(theme)
        self.texts = Texts(theme)
        self.problems = Problems(theme)
        self.extras = Extras(theme)
        self.notice = NoticeBar(theme, "composer.notice", dismissible=True)
        self.when = When(theme, clock, here)
        self.remark = SteadyLabel(role="secondary")
        identify(self.remark, "composer.remark")
        self.acts = Acts(theme)
        self._lay_out()

    def show_remark(self, remark: Remark) -> None:
        """What is to be known of the chosen time."""
        tone = "" if remark.tone is Tone.NEUTRAL else remark.tone
        if self.remark.property("tone") != tone:
            set_property(self.remark, "role", "" if tone else "secondary")
            set_property(self.remark, "tone", tone)
        if self.remark.text() != remark.text:
            self.remark.setText(remark.text)

    def show_origin(self, remark: Remark | None) -> None:
        """What is to be known of the post that this changes or was copied from."""
        if remark is None:
            self.origin.hide()
        elif self.origin.isHidden() or self.origin.label.text() != remark.text:
            self.origin.tell(remark.text, remark.tone, "info" if remark.tone is Tone.ACCENT else "triangle-alert")

    def _lay_out(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(14, 12, 14, 12)
        body.setSpacing(10)
        for part in (self.origin, self.chips, self.texts, self.extras, self.problems):
            body.addWidget(part, 1 if part is self.texts else 0)
        foot = QFrame()
        foot.setProperty("role", "foot")
        below = QVBoxLayout(foot)
        below.setContentsMargins(14, 12, 14, 12)
        below.setSpacing(8)
        for widget in (self.notice, self.when, self.remark, self.acts):
            below.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(body), 1)
        column.addWidget(foot)
