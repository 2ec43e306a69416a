"""The dialog that pauses all sending: the posts it holds, those it can't hold, and the remedies for these."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from postdesk.domain.delivery import Reason, parse_reason
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.engine.pause import LockedEntry
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

MOST_NAMED: Final = 50
_LAST: Final = 4
_LETTERS: Final = 92


@dataclass(frozen=True, slots=True)
class PauseEffect:
    """The posts that a pause holds, those that it can't hold, and the number of those for which that is unknown."""

    waiting: int
    locked: Sequence[LockedEntry] = ()
    doubtful: int = 0


class PauseDialog(Dialog):
    """The dialog that pauses or resumes. `since`: the beginning of the pause, in words, empty while sending.

    `chosen` carries whether sending is to be paused from now on. `remind` carries an entry and whether to remind of it.
    """

    chosen = Signal(bool)
    remind = Signal(int, bool)

    def __init__(
        self, theme: Theme, held: PauseEffect, since: str, local_zone: ZoneInfo, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Pause all sending"), "pause", parent, _LETTERS)
        self._local_zone, self._now = local_zone, now
        paused = self.tr("Sending has been paused since {0}")
        title = paused.format(since) if since else self.tr("Pause all sending?")
        self.body.addWidget(PlainLabel(title, role="heading"))
        self.add_remark(self._held_words(held.waiting))
        if held.locked:
            self._add_locked(held.locked)
        elif not held.doubtful:
            self.add_remark(self.tr("No posts are locked, so nothing goes out by itself."))
        if held.doubtful:
            self.add_remark(self._doubtful_words(held.doubtful))
        if held.locked:
            self._add_withdrawing(held.locked)
        self.body.addStretch(1)
        leave = Button(theme, self.tr("Close") if since else self.tr("Don’t pause"), "pause.leave", on_click=self.reject)
        words = self.tr("Resume sending") if since else self.tr("Pause all sending")
        change = Button(theme, words, "pause.change", role="primary", on_click=lambda: self._choose(paused=not since))
        self.foot.addWidget(leave)
        self.foot.addWidget(change)
        change.setDefault(True)
        change.setFocus()

    def _choose(self, *, paused: bool) -> None:
        self.chosen.emit(paused)
        self.accept()

    def _held_words(self, waiting: int) -> str:
        late = self.tr("Posts up to 15 minutes overdue go out on resume. Older ones are marked Missed.")
        everywhere = self.tr("Applies to all your MyPostShare accounts and to practice mode.")
        if not waiting:
            held = self.tr("No posts are waiting on this computer.")
        else:
            held = self.tr("%n posts wait on this computer until you resume.", "", waiting)
        return f"{held} {late} {everywhere}"

    def _doubtful_words(self, doubtful: int) -> str:
        return self.tr("%n more may have reached MyPostShare, and may go out by themselves.", "", doubtful)

    def _add_locked(self, locked: Sequence[LockedEntry]) -> None:
        self.body.addSpacing(8)
        self.body.addWidget(PlainLabel(self.tr("These still go out"), role="title"))
        self.add_remark(
            self.tr(
                "They are locked at MyPostShare and can’t be cancelled. Tick those you want to delete after publishing, and "
                "Postdesk reminds you."
            )
        )
        rows = QGridLayout()
        rows.setHorizontalSpacing(16)
        rows.setVerticalSpacing(6)
        rows.setColumnStretch(_LAST, 1)
        for each in locked[:MOST_NAMED]:
            self._add_row(each, rows)
        self.body.addLayout(rows)
        if len(locked) > MOST_NAMED:
            self.add_remark(self.tr("The calendar shows more posts as Locked."))

    def _add_row(self, locked: LockedEntry, rows: QGridLayout) -> None:
        entry, row = locked.entry, rows.rowCount()
        accounts = zip(entry.platforms, locked.accounts, strict=True)
        named = ", ".join(f"{platform_word(platform)} {name}".strip() for platform, name in accounts)
        when = when_text(entry.due_at, self._local_zone, self._now)
        head = one_line(entry.content or entry.title) or self.tr("without text")
        tick = QCheckBox()
        tick.setChecked(parse_reason(entry.reason)[0] == Reason.UNWANTED)
        words = self.tr("Remind me to delete: {0}").format(", ".join((when, locked.client, named, head)))
        identify(tick, f"pause.remind.{entry.id}", words)
        tick.toggled.connect(lambda wanted: self.remind.emit(entry.id, wanted))
        rows.addWidget(tick, row, 0)
        for column, text in enumerate((when, locked.client, named), start=1):
            rows.addWidget(PlainLabel(text), row, column)
        rows.addWidget(PlainLabel(head, elide=True), row, _LAST)

    def _add_withdrawing(self, locked: Sequence[LockedEntry]) -> None:
        self.body.addSpacing(8)
        self.body.addWidget(PlainLabel(self.tr("To stop a locked post"), role="title"))
        self.add_remark(
            self.tr(
                "Before it is due, remove MyPostShare’s access in the account’s own settings. Then this post and all others "
                "there fail until you reconnect the account:"
            )
        )
        for platform in dict.fromkeys(platform for each in locked for platform in each.entry.platforms):
            if words := access_words(platform):
                self.body.addWidget(PlainLabel(f"{platform_word(platform)}: {words}"))


def access_words(platform: str) -> str:
    """Return the place where an account's owner withdraws an app's access; empty for platforms that the service can't lock."""
    words = {
        Platform.LINKEDIN: translate("Pause", "Settings & Privacy → Data privacy → Permitted services"),
        Platform.TWITTER: translate("Pause", "Settings → Security and account access → Apps and sessions → Connected apps"),
        Platform.FACEBOOK: translate("Pause", "Settings & privacy → Settings → Business integrations"),
        Platform.THREADS: translate("Pause", "Settings → Account → Website permissions"),
    }
    return words[Platform(platform)] if platform in LOCKABLE else ""
