"""The dialog that locks in many posts at once: client and days, posts, why some can't be locked, and progress."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidgetItem, QProgressBar, QWidget

from postdesk.domain.clients import zone_of
from postdesk.domain.posts import Post
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import WheelGuard, choice_box, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, fill, row_of
from postdesk.ui.kit.list_boxes import icon_list
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.lock_in.lines import LockInLine, lock_in_lines, lock_in_outcome, progress_words, why_not_locked
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.states import Tone

_LETTERS: Final = 110
_HEIGHT: Final = 720
_LINE: Final = Qt.ItemDataRole.UserRole


class LockInDialog(Dialog):
    """Locks in posts of the next days; `client_id`: of one client, None for all. Closing the dialog doesn't stop the work."""

    def __init__(
        self, session: WorkspaceSession, theme: Theme, local_zone: ZoneInfo, client_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Lock in posts"), "lock_in", parent, _LETTERS, height=_HEIGHT)
        self._session, self._theme, self._local_zone, self._locking = session, theme, local_zone, session.lock_in_run
        self._can: tuple[LockInLine, ...] = ()
        self._cannot: tuple[LockInLine, ...] = ()
        periods = (self.tr("Next 24 hours"), 1), (self.tr("Next 7 days"), 7), (self.tr("Next 30 days"), 30)
        self.days = choice_box("lock_in.days", self.tr("Period"), periods)
        self.client_box = ClientBox("lock_in.client", self.tr("Client"))
        self.list = icon_list("lock_in.posts", self.tr("Posts that can be locked in"))
        self.rest = icon_list("lock_in.others", self.tr("Posts that can’t be locked in"))
        self._rest_title = PlainLabel(self.tr("Posts that can’t be locked in"), role="title")
        self._clock = PlainLabel(role="secondary", identifier="lock_in.clock")
        self._none = PlainLabel(self.tr("No posts can be locked in."), role="secondary", identifier="lock_in.none")
        self.notice = NoticeBar(theme, "lock_in.notice")
        self.bar = QProgressBar(textVisible=False)
        identify(self.bar, "lock_in.progress", self.tr("Progress"))
        self.close_button = Button(theme, self.tr("Close"), "lock_in.close")
        self.stop_button = Button(theme, self.tr("Stop"), "lock_in.stop")
        self.begin_button = Button(theme, "", "lock_in.begin", role="primary", icon="lock")
        self._fill_choices(client_id)
        self._lay_out()
        self._wire()
        self._find_posts()
        self._show_running()

    def _fill_choices(self, client_id: int | None) -> None:
        self.days.setCurrentIndex(1)
        self.client_box.show_clients(self._session.clients.all(), client_id, everybody=self.tr("All clients"))
        for box in (self.days, self.client_box):
            WheelGuard(box)

    def _lay_out(self) -> None:
        title = PlainLabel(self.tr("Lock in posts"), role="heading")
        about = remark(self.tr("Locked posts go out even when this computer is off. They can’t be edited or cancelled."))
        row = row_of(self.days, self.client_box, ROOM, self._clock)
        fill(self.body, title, about, row, self._none, self.list, self._rest_title, self.rest, self.notice, self.bar)
        self.body.setStretchFactor(self.list, 3)
        self.body.setStretchFactor(self.rest, 1)
        self.body.addStretch(0)  # takes the room of both lists while they are empty
        fill(self.foot, self.close_button, self.stop_button, self.begin_button)

    def _wire(self) -> None:
        for signal, slot in (
            (self.days.currentIndexChanged, self._find_posts),
            (self.client_box.currentIndexChanged, self._find_posts),
            (self.list.itemChanged, self._count),
            (self.close_button.clicked, self.accept),
            (self.stop_button.clicked, self._stop),
            (self.begin_button.clicked, self._begin),
            (self._locking.found, self._found),
            (self._locking.progressed, self._progressed),
            (self._locking.ended, self._ended),
        ):
            signal.connect(slot)

    def _find_posts(self) -> None:
        self._locking.find_lockable(self._until())

    def _until(self) -> datetime:
        return self._session.clock.now() + timedelta(days=int(self.days.currentData()))

    def _found(self, posts: Sequence[Post]) -> None:
        """Show the posts that were found; those beyond a period shortened since then are left out."""
        if self._locking.running:
            return
        chosen, until = self.client_box.currentData(), self._until()
        mine = [post for post in posts if chosen in (None, post.client_id) and post.due_at < until]
        self._can, self._cannot = lock_in_lines(
            mine, self._session.clients.get, self._local_zone, self._session.clock.now(), named=chosen is None
        )
        client = self._session.clients.get(chosen)
        self._clock.setText(self.tr("Times in {0}").format(zone_word(zone_of(client, self._local_zone).key)))
        with QSignalBlocker(self.list):  # all are counted once, not with each line
            self._fill()
        self._show_what_there_is()

    def _fill(self) -> None:
        self.list.clear()
        self.rest.clear()
        for line in self._can:
            item = QListWidgetItem(line.words, self.list)
            item.setData(_LINE, line.post_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        for line in self._cannot:
            QListWidgetItem(self._theme.icon("monitor", "secondary"), f"{line.words}\n{line.why}", self.rest)

    def _show_what_there_is(self) -> None:
        self.list.setVisible(bool(self._can))
        self._none.setVisible(not self._can)
        for part in (self._rest_title, self.rest):
            part.setVisible(bool(self._cannot))
        self._count()

    def _ticked(self) -> list[LockInLine]:
        states = [self.list.item(row).checkState() for row in range(self.list.count())]
        return [line for line, state in zip(self._can, states, strict=False) if state is Qt.CheckState.Checked]

    def _count(self) -> None:
        number = len(self._ticked())
        self.begin_button.set_text(self.tr("Lock in %n posts", "", number) if number else self.tr("Lock in"))
        self.begin_button.setEnabled(number > 0 and not self._locking.running)

    def _begin(self) -> None:
        if self._locking.begin({line.post_id: line.entry_ids for line in self._ticked()}):
            self._show_running()
            self.stop_button.setFocus()

    def _stop(self) -> None:
        self._locking.stop()
        self.stop_button.setEnabled(False)

    def _show_running(self) -> None:
        running = self._locking.running
        for part in (self.bar, self.stop_button):
            part.setVisible(running)
        self.stop_button.setEnabled(running)
        for chooser in (self.days, self.client_box, self.list):
            chooser.setEnabled(not running)
        self.begin_button.setVisible(not running)
        if running:
            self._progressed()

    def _progressed(self) -> None:
        progress = self._locking.progress
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.finished)
        self.notice.tell(progress_words(progress), Tone.ACCENT, "lock")
        with QSignalBlocker(self.list):
            self._mark(frozenset(progress.locked), self._theme.icon("lock", "locked"))
            self._mark(frozenset(progress.not_locked), self._theme.icon("triangle-alert", "attention"))

    def _mark(self, post_ids: Collection[int], icon: QIcon) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(_LINE) in post_ids and item.icon().cacheKey() != icon.cacheKey():
                item.setIcon(icon)

    def _ended(self) -> None:
        progress = self._locking.progress
        why = [why_not_locked(post) for post_id in progress.not_locked if (post := self._session.post_commands.post(post_id))]
        told = lock_in_outcome(progress, why, needs_this_computer=len({line.post_id for line in self._cannot}))
        self.notice.tell(told.words, told.tone, told.icon)
        self._show_running()
        self._find_posts()
        self.close_button.setFocus()
