"""Postdesk with an observer in it: `python -m tests.monkey.observed FOLDER [ARGUMENT…]`, the arguments being Postdesk's.

The observer does not change Postdesk's behaviour. It notes turns that are long (`turns.jsonl`), hangs and native crashes
(`hangs.txt`, `crashes.txt`), and answers on a local socket (`observer`), one line for a request and one for an answer, both JSON:

    look      the visible targets: {"targets": […], "file_dialog": bool}
    service   the addresses of the sandbox: {"base_url", "control_url", "key"}, or null
    refresh   ask the service about everything; null
    resume    end a pause of all sending; null
    submit    client, platforms, text, due_at, act: hand a draft over, as the composer does; null
    rows      the results of each post and each of its platforms, for any earlier filter
"""

import faulthandler
import json
import sys
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from tests.monkey.turns import TurnWatch

from postdesk import app
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import ResultsTab

_KINDS: dict[str, tuple[type[QWidget], ...]] = {
    "field": (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox),
    "button": (QAbstractButton,),
    "choice": (QComboBox,),
    "menu": (QMenu,),
    "tabs": (QTabBar,),
    "list": (QAbstractItemView,),
}


class Observer(QObject):
    """Answers requests, and watches the loop; built in the loop's thread."""

    def __init__(self, application: "app.Application", folder: Path) -> None:
        super().__init__()
        self._application = application
        self._watch = TurnWatch(folder / "turns.jsonl", folder / "hangs.txt")
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._connected)
        name = str(folder / "observer")
        QLocalServer.removeServer(name)
        assert self._server.listen(name), self._server.errorString()

    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._answer(socket))

    def _answer(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            self._watch.answers += 1
            asked = json.loads(bytes(socket.readLine().data()))
            answer = getattr(self, f"_{asked.pop('do')}")
            socket.write(json.dumps(answer(**asked)).encode() + b"\n")
            self._watch.answers += 1

    def _look(self) -> object:
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
        found = [target for window in _in_view() for target in _targets(window, front=window is front)]
        return {"targets": sorted(found, key=_order), "file_dialog": isinstance(front, QFileDialog)}

    @property
    def _session(self) -> WorkspaceSession | None:
        """The session of practice mode, once it is at work."""
        host = self._application.host.running_sessions if self._application.host else ()
        return next((session for session in host if session.practice), None)

    def _service(self) -> object:
        practice = self._session.practice if self._session else None
        if practice is None or practice._addresses is None or practice.state is None:
            return None
        where = practice._addresses
        return {"base_url": where.base_url, "control_url": where.control_url, "key": practice._key}

    def _refresh(self) -> None:
        assert self._session
        self._session.refresh()

    def _resume(self) -> None:
        if self._session:
            self._session.pause.end()

    def _submit(self, client: str, platforms: list[str], text: str, due_at: str, act: str) -> None:
        assert self._session
        owner = next(each for each in self._session.clients.all() if each.external_user_id == client)
        due, wanted = datetime.fromisoformat(due_at), tuple(map(Platform, platforms))
        self._session.composer.submit(
            Submission.of(Draft(str(uuid.uuid4()), owner.id, wanted, text, due_at=due)), SubmitMode(act)
        )

    def _rows(self) -> object:
        shown = self._application.host.presence._shown if self._application.host else None
        if not shown or not shown.navigator or not shown.navigator.places:
            return None
        pane = shown.navigator.places.results
        pane._scope.show_client(None)
        pane._scope.search("")
        pane.filters.clear()
        pane.show_tab(ResultsTab.ALL)
        model = pane.model.rows
        while model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())
        tops = [model.index(row, 0) for row in range(model.rowCount())]
        return [_row(pane, top) | {"below": list(map(_said, pane.model.rows.platform_lines(top)))} for top in tops]


def _row(pane: ResultsPane, index: QModelIndex) -> dict[str, Any]:
    line = pane.model.rows.line(index)
    assert isinstance(line, ResultsLine)
    said = pane.model.rows.data(index.siblingAtColumn(ResultsColumn.STATE), Qt.ItemDataRole.DisplayRole)
    return _said(line) | {"said": said}


def _said(line: ResultsLine) -> dict[str, Any]:
    return {"post": line.post_id, "platform": line.platform, "state": line.state, "said": line.look.word}


def _in_view() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible() and not each.isMinimized()]


def _targets(window: QWidget, *, front: bool) -> Iterator[dict[str, Any]]:
    screen = window.screen().geometry()
    for widget in (window, *window.findChildren(QWidget)):
        kind = _kind(widget)
        if not kind or not widget.isVisible() or not widget.isEnabled():
            continue
        seen = widget.visibleRegion().boundingRect()
        place = QRect(widget.mapToGlobal(QPoint(seen.x(), seen.y())), seen.size()).intersected(screen)
        if not place.isEmpty():
            name = widget.accessibleIdentifier() or widget.objectName()
            yield {"kind": kind, "type": type(widget).__name__, "name": name, "front": front, "place": place.getRect()}


def _kind(widget: QWidget) -> str:
    for kind, types in _KINDS.items():
        if isinstance(widget, types):
            return kind
    return "other" if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus else ""


def _order(target: dict[str, Any]) -> tuple[object, ...]:
    left, top, *_ = target["place"]
    return target["front"], target["name"], target["type"], top, left


def main(folder: Path, arguments: list[str]) -> int:
    """Run Postdesk; return its exit status."""

    class Observed(app.Application):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.observer = Observer(self, folder)

    with (folder / "crashes.txt").open("a") as crashes:
        faulthandler.enable(crashes)
        app.Application = Observed  # type: ignore[misc, assignment]
        return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
