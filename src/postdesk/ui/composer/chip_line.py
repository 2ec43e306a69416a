"""The client's accounts as chips in one line."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from postdesk.domain.clients import Connection
from postdesk.domain.platforms import Platform, parse_platform
from postdesk.domain.review import DraftReview
from postdesk.ui.composer.action_bar_words import platform_problem_count_words
from postdesk.ui.composer.chips import Chip, ChipState, chip_state
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.layouts import ROOM, row_of
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.theme import Theme

_GAP: Final = 6
_WITH_PROBLEMS: Final = frozenset({ChipState.STOPPED, ChipState.WARNED})


class ChipLine(QWidget):
    """A chip for each account, in one line: with their names if all fit, else icons, and a menu of those without room.

    `connect_requested` follows "Connect".
    """

    connect_requested = Signal()

    def __init__(self, theme: Theme, model: ComposerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._chips: dict[Platform, Chip] = {}
        self._accounts: tuple[Connection, ...] = ()
        self._folded: tuple[Chip, ...] = ()
        self.connect_chip = Button(theme, "", "composer.connect", role="quiet", icon="plus", colour="secondary")
        self.connect_chip.clicked.connect(self.connect_requested)
        self.more = Button(theme, "", "composer.chips.more", role="quiet")
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill_menu)
        self.more.hide()
        self._row = row_of(self.more, self.connect_chip, ROOM, spacing=_GAP)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        model.live_review.changed.connect(self._show)

    def _show(self) -> None:
        if review := self._model.review:
            self._show_accounts(self._model.context.accounts)
            self._show_review(review)

    def _show_accounts(self, accounts: tuple[Connection, ...]) -> None:
        """Rebuild the chips: one for each of the client's accounts with a known platform."""
        if accounts == self._accounts and self._chips:
            return
        self._accounts = accounts
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._chips, self._folded = {}, ()
        by_platform = {parse_platform(account.platform): account for account in accounts}
        for place, platform in enumerate(platform for platform in Platform if platform in by_platform):
            chip = Chip(self._theme, platform, by_platform[platform])
            chip.clicked.connect(lambda chosen, platform=platform: self._model.draft_session.select_platform(platform, chosen))
            self._chips[platform] = chip
            self._row.insertWidget(place, chip)
        words = self.tr("Connect more") if self._chips else self.tr("Connect an account")
        self.connect_chip.set_text("" if self._chips else words)
        self.connect_chip.setAccessibleName(words)
        plain_tooltip(self.connect_chip, words)
        self.connect_chip.setVisible(len(self._chips) < len(Platform))
        self._fit()

    def _show_review(self, review: DraftReview) -> None:
        """Show which chips are selected, and the state of each."""
        resized = False
        failed = {attempt.platform for attempt in self._model.context.failed_attempts(review.draft)}
        for platform, chip in self._chips.items():
            chosen = platform in review.draft.platforms
            assessment = review.assessment(platform) if chosen else None
            state = chip_state(review, platform, failed=platform in failed) if chosen else ChipState.OPEN
            problems = platform_problem_count_words(review, platform) if state in _WITH_PROBLEMS else ""
            resized |= chip.show_count(assessment.remaining if assessment else None, chosen, state, problems)
        if resized:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the names if they fit, and fold what has no room even without."""
        chips, room = tuple(self._chips.values()), self.width()
        if not self.connect_chip.isHidden():
            room -= self.connect_chip.sizeHint().width() + _GAP
        named = sum(chip.most_width() + _GAP for chip in chips) - _GAP <= room
        for chip in chips:
            chip.show_name(named)
        folded = () if named else self._without_room(chips, room)
        if folded != self._folded:
            self._folded = folded
            self.more.set_text(f"+{len(folded)}")
            self.more.setAccessibleName(self.tr("More accounts: {0}").format(", ".join(each.accessibleName() for each in folded)))
            self.more.setVisible(bool(folded))
            for chip in chips:
                chip.setVisible(chip not in folded)

    def _without_room(self, chips: tuple[Chip, ...], room: int) -> tuple[Chip, ...]:
        """Return the chips to fold: the last ones that aren't selected, then the last ones; never the one with the focus."""
        kept = sorted(chips, key=lambda chip: not (chip.hasFocus() or chip.isChecked()))
        widths = [chip.sizeHint().width() + _GAP for chip in kept]
        if sum(widths) - _GAP <= room:
            return ()
        room -= self.more.fontMetrics().horizontalAdvance("+0") + 24
        while kept and sum(widths) > room:
            kept, widths = kept[:-1], widths[:-1]
        return tuple(chip for chip in chips if chip not in kept)

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for chip in self._folded:
            words = f"{chip.accessibleName()}, {chip.accessibleDescription()}".removesuffix(", ")
            action = menu.addAction(self._theme.brand_icon(chip.platform), words.replace("&", "&&"))
            action.setObjectName(f"{chip.objectName()}.folded")
            action.setCheckable(True)
            action.setChecked(chip.isChecked())
            action.triggered.connect(chip.click)
