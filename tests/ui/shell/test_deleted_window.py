"""Objects that outlive a window no longer call it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMetaMethod, QObject
from shiboken6 import isValid
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession

from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.settings import Appearance
from postdesk.engine.composer import SubmittedDraft
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope


@pytest.fixture
def scope() -> Scope:
    return Scope()


def lasting(session: QObject) -> Iterator[QObject]:
    """Yield the session and each of its parts that has signals."""
    parts = [session, *(getattr(session, name) for name in dir(session) if not name.startswith("__"))]
    yield from {id(part): part for part in parts if isinstance(part, QObject)}.values()


def emit_all(part: QObject, skipped: frozenset[str] = frozenset({"destroyed"})) -> list[str]:
    """Emit each signal of the object's own class that has no parameters, and return their names."""
    about = part.metaObject()
    methods = [about.method(index) for index in range(about.methodOffset(), about.methodCount())]
    names = [
        bytes(each.name().data()).decode()
        for each in methods
        if each.methodType() is QMetaMethod.MethodType.Signal and not each.parameterCount()
    ]
    for name in names:
        if name not in skipped:
            getattr(part, name).emit()
    return names


def emit_everything(session: QObject, scope: Scope, theme: Theme, client_id: int) -> list[str]:
    """Emit the signals of all that outlives a window, and return their names."""
    said = [name for part in lasting(session) for name in emit_all(part)]
    scope.show_client(client_id)
    theme.set_appearance(Appearance.DARK)
    return said


def test_no_signal_reaches_a_window_that_is_gone(
    quiet: QuietSession, scope: Scope, theme: Theme, local_zone: ZoneInfo, tmp_path: Path
) -> None:
    post = quiet.post(client := quiet.client(), timedelta(hours=2))
    window = FullWindow(quiet.session, scope, theme, local_zone, tmp_path / "layout.ini")
    window.show()
    kept = [*window.findChildren(QObject)]  # as a reference elsewhere may keep them
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(window)
    assert not any(isValid(each) for each in kept)
    said = emit_everything(quiet.session, scope, theme, client.id)
    assert {"posts", "drafts", "clients", "connections", "health", "settings", "practice"} <= set(said)
    quiet.session.composer.submitted.emit(SubmittedDraft("draft", post.id, client.id, SubmitMode.SCHEDULE))


@pytest.mark.parametrize("done", range(1, 19))
def test_no_signal_reaches_a_composer_that_was_being_built_in_it(
    done: int, quiet: QuietSession, scope: Scope, theme: Theme, local_zone: ZoneInfo, tmp_path: Path
) -> None:
    window = FullWindow(quiet.session, scope, theme, local_zone, tmp_path / "layout.ini")
    window.show()
    steps = window.places.composer_steps()
    for _ in range(done):
        next(steps)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    emit_everything(quiet.session, scope, theme, quiet.client().id)
