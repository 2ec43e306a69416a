"""The window of a running workspace session, from its last view to the questions when it closes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSettings

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.storage import StorageFailure
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.state import View
from postdesk.ui.kit.windows import bring_to_front
from postdesk.ui.scope import Scope
from postdesk.ui.shell.close_request import CloseRequest
from postdesk.ui.shell.content import WindowContent
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.missed_posts import MissedWatch
from postdesk.ui.shell.navigator import WindowNavigator
from postdesk.ui.shell.rail import PLACES
from postdesk.ui.text.failures import not_backed_up_words

_ALL: Final = 0
_RESTORED: Final = frozenset(place.identifier for place in PLACES) - {"testing", "settings"}
"""The places that a window shows again. Nobody works in the others, and testing may be gone."""


@dataclass(frozen=True, slots=True)
class LastView:
    """The client, the calendar's view and the place that a window of a workspace showed last.

    `client_id` is None for all clients.
    """

    client_id: int | None
    view: View = View.MONTH
    place: str = "calendar"


class WorkspaceWindow(QObject):
    """Fills a main window with the contents of a session. `closing.granted` permits to close it."""

    def __init__(self, session: WorkspaceSession, context: WindowContext, window: MainWindow) -> None:
        super().__init__()
        self.window, self.session, self._context = window, session, context
        self._last = _last_view(session, context.layout_file)
        self._scope = Scope(self._last.client_id, self)
        self._content = WindowContent(window, session, self._scope, context)
        self._built = False
        self.closing = CloseRequest(session, context, window, self.save)
        session.changes.settings.connect(self._apply_appearance)
        self._apply_appearance()
        session.clients.added.connect(self._scope.show_client)
        context.backups.not_made.connect(self._tell_no_backup)

    @property
    def navigator(self) -> WindowNavigator | None:
        """The window's navigator; None until its contents are complete."""
        return self._content.navigator if self._built else None

    def build_contents(self) -> Iterator[None]:
        """Add the contents step by step, so that the window paints and answers meanwhile."""
        yield from self._content.build(self._last.view)
        self._built = True
        places, navigator, context = self._content.places, self._content.navigator, self._context
        if context.away_since:
            watch = MissedWatch(self.session, self.window, context.away_since)
            watch.found.connect(navigator.ask_about_missed)
        place = self.window.rail.asked_for or self._last.place
        if (place in _RESTORED or self.window.rail.asked_for) and place != places.current:
            places.show(place)
        else:
            places.calendar.setFocus()
        if self.window.had_docks:
            self._tell(self.tr("What’s new: places are at the side now, and the composer opens beside them. Sizes were kept."))
        if replaced := context.backups.unread_replacement():
            navigator.report_replacement(replaced)
        else:
            navigator.ask_to_confirm()
        self.session.importing.rolled_back.connect(self._tell_undone)
        self._tell_undone()
        self.closing.listen()

    def composer_steps(self) -> Iterator[None]:
        """Return the steps that build the composer, so that it opens at once."""
        return self._content.places.composer_steps()

    def raise_(self) -> None:
        """Bring the window to the front, also out of the background."""
        bring_to_front(self.window)

    def report_internal_error(self) -> None:
        """Report a failure in Postdesk itself."""
        self._tell(self.tr("Postdesk had an internal error. Your posts are safe. See “Error log” in the menu."))

    def tell_not_locked(self, count: int) -> None:
        """Report that Postdesk stays open, since `count` entries could not be locked in."""
        self._tell(self.tr("Postdesk stays open, since not everything could be locked in ({0}). See the results.").format(count))

    def save(self) -> None:
        """Save the window's view and the last typing."""
        if self._built:
            places = self._content.places
            if places.built_composer:
                places.built_composer.save()
            places.calendar.save()
            last = LastView(self._scope.client_id, places.calendar.view, places.current)
            keep_last_view(self._context.layout_file, self.session.workspace.id, last)
        self.window.keep_layout()

    def end(self) -> None:
        """Hide and delete the window."""
        self.save()
        self.window.hide()
        self.window.deleteLater()

    def _apply_appearance(self) -> None:
        theme, settings = self._context.theme, self.session.settings.current
        theme.set_appearance(settings.appearance)
        theme.set_clock_face(settings.clock_face)
        theme.set_first_weekday(settings.first_weekday)

    def _tell_undone(self) -> None:
        self.session.importing.tell_undone()

    def _tell_no_backup(self, failure: StorageFailure) -> None:
        self._tell(not_backed_up_words(failure))

    def _tell(self, text: str) -> None:
        if self._built:
            self._content.navigator.tell(text)


def read_last_view(layout_file: Path, workspace_id: int) -> LastView | None:
    """Return the view stored by `keep_last_view`; None where there is none, or it cannot be read."""
    kept = _kept(layout_file, workspace_id)
    try:
        client_id, view = int(str(kept.value("client"))), View(str(kept.value("view")))
    except ValueError:
        return None
    return LastView(client_id if client_id != _ALL else None, view, str(kept.value("place", "calendar")))


def keep_last_view(layout_file: Path, workspace_id: int, last: LastView) -> None:
    """Store the view beside the window's layout."""
    kept = _kept(layout_file, workspace_id)
    kept.setValue("client", last.client_id or _ALL)
    kept.setValue("view", str(last.view))
    kept.setValue("place", last.place)
    kept.sync()


def _kept(layout_file: Path, workspace_id: int) -> QSettings:
    kept = QSettings(str(layout_file), QSettings.Format.IniFormat)
    kept.beginGroup(f"workspace_{workspace_id}")
    return kept


def _last_view(session: WorkspaceSession, layout_file: Path) -> LastView:
    """Return the last view. With one client there is nothing to select; otherwise the first view is of all clients."""
    known = [client.id for client in session.clients.all()]
    last = read_last_view(layout_file, session.workspace.id) or LastView(None)
    client_id = known[0] if len(known) == 1 else last.client_id
    return replace(last, client_id=client_id if client_id in known else None)
