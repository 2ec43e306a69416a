"""The sign of practice mode in the top bar."""

from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QMenu, QSizePolicy

from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import ElidedButton
from postdesk.ui.kit.layouts import UNBOUNDED
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.shell.navigator import WindowNavigator
from postdesk.ui.text.times import clock_text, dated_text, short_day

_ICON: Final = "flask-conical"


class PracticeChip(ElidedButton):
    """Practice mode's sign: its clock, the number of armed faults, and a menu that leads to testing and to a real account."""

    def __init__(self, session: WorkspaceSession, theme: Theme, local_zone: ZoneInfo, navigator: WindowNavigator) -> None:
        super().__init__(theme, "", "top_bar.practice", role="practice", icon=_ICON, colour="practice")
        self._session, self._local_zone = session, local_zone
        self._forms = tuple[str | None, ...]()
        self._room = UNBOUNDED
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        menu = QMenu(self)
        menu.addAction(self.tr("Nothing is really published.")).setEnabled(False)
        menu.addSeparator()
        for words, icon, name, act in (
            (self.tr("Testing: clock and faults"), _ICON, "testing", partial(navigator.show, "testing")),
            (self.tr("Use my API key…"), "key-round", "use_key", navigator.ask_for_workspace),
        ):
            menu.addAction(theme.icon(icon), words, act).setObjectName(f"top_bar.practice.{name}")
        self.setMenu(menu)
        session.changes.practice.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the sandbox's clock and the number of armed faults."""
        now, local_zone = self._session.clock.now(), self._local_zone
        state = self._session.practice.state if self._session.practice else None
        armed = sum(fault.armed for fault in state.faults) if state else 0
        clock, day = clock_text(now, local_zone), now.astimezone(local_zone).date()
        practice = self.tr("Practice: {0}")
        forms = practice.format(f"{short_day(day, day.year)} {clock}"), practice.format(clock), clock
        self._forms = (None, *(self._with_faults(words, armed) for words in forms))
        self.set_text(self._with_faults(practice.format(dated_text(now, local_zone)), armed))
        plain_tooltip(self, self.tr("Practice mode. Nothing is really published."))
        self.fit(self._room)

    def fit(self, room: int) -> None:
        """Show as much as this width has room for: without the year, then without the day, then the time alone."""
        self._room = room
        for words in self._forms:
            self.shorten(words, _ICON)
            if self.sizeHint().width() <= room:
                break

    def _with_faults(self, words: str, armed: int) -> str:
        return self.tr("{0} · faults armed: {1}").format(words, armed) if armed else words
