"""Values that came from outside are listed word for word, each with its own switch, which is off."""

from collections.abc import Callable, Iterable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession
from tests.support.recording_onboarding import RecordingOnboarding
from tests.support.widgets import find, rich_labels, unidentified

from postdesk.domain.clients import Workspace, WorkspaceKind
from postdesk.domain.externals import External, ExternalKind
from postdesk.engine.health import HealthState, KeyState
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.externals import ExternalsDialog, external_words, reveal_invisible
from postdesk.ui.settings.workspaces import WorkspacesPage
from postdesk.ui.shell.health import Remedy, sending_problem

HOSTILE = "<b>rclone</b> --config=/tmp/\u202egnp.exe\n\x1b[8m\u200b"
FOUND = (
    External(ExternalKind.ADDRESS, ("https://stranger.example/api",), 1, "Mine <i> & " + "yours" * 99),
    External(ExternalKind.PROXY, ("http://stranger.example:3128",)),
    External(ExternalKind.CA_FILE, ("/home/me/stranger.pem",)),
    External(ExternalKind.BUCKET, ("https://stranger.example/media", "https://cdn.stranger.example"), 1, "Media"),
    External(ExternalKind.COMMAND, ("/usr/bin/env", HOSTILE, "", "{file}"), 2, "Own"),
)


class RecordingExternals:
    def __init__(self) -> None:
        self.chosen: list[External] = []

    def unconfirmed(self) -> tuple[External, ...]:
        return FOUND

    def confirm(self, chosen: Iterable[External]) -> None:
        self.chosen += chosen


@pytest.fixture
def externals() -> RecordingExternals:
    return RecordingExternals()


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot, externals: RecordingExternals) -> ExternalsDialog:
    made = ExternalsDialog(externals, theme)  # type: ignore[arg-type]
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def switch(dialog: ExternalsDialog, external: External) -> QCheckBox:
    return find(dialog, QCheckBox, f"externals.{external.kind}.{external.owner}")


def test_each_is_shown_as_it_is_and_off(dialog: ExternalsDialog) -> None:
    for external in FOUND:
        assert not switch(dialog, external).isChecked()
        assert switch(dialog, external).accessibleName() == external_words(external)
        assert len(external_words(external)) < 120
        shown = find(dialog, QPlainTextEdit, f"externals.{external.kind}.{external.owner}.text")
        assert shown.isReadOnly()
        assert shown.toPlainText().split("\n") == [reveal_invisible(part) for part in external.parts]
    assert not find(dialog, QPushButton, "externals.use").isEnabled()
    assert rich_labels(dialog) == []
    assert unidentified(dialog) == []


def test_what_nobody_sees_is_written_out() -> None:
    assert reveal_invisible(HOSTILE) == r"<b>rclone</b> --config=/tmp/\u{202e}gnp.exe\u{a}\u{1b}[8m\u{200b}"


def test_only_what_is_switched_on_is_confirmed(dialog: ExternalsDialog, externals: RecordingExternals) -> None:
    for external in (FOUND[0], FOUND[4]):
        switch(dialog, external).click()
    find(dialog, QPushButton, "externals.use").click()
    assert externals.chosen == [FOUND[0], FOUND[4]]


@pytest.mark.parametrize("leave", [lambda dialog: find(dialog, QPushButton, "externals.cancel").click(), ExternalsDialog.close])
def test_leaving_it_confirms_nothing(
    dialog: ExternalsDialog, externals: RecordingExternals, leave: Callable[[ExternalsDialog], object]
) -> None:
    switch(dialog, FOUND[0]).click()
    leave(dialog)
    assert externals.chosen == []


@pytest.mark.parametrize("confirmed", [False, True])
def test_no_key_is_asked_for_beside_an_address_that_nobody_confirmed(
    quiet: QuietSession, theme: Theme, qtbot: QtBot, confirmed: bool
) -> None:
    workspace = Workspace(9, WorkspaceKind.REAL, "Mine", "https://stranger.example/api")
    onboarding = RecordingOnboarding()
    page = WorkspacesPage(workspace, (), quiet.session.habits, onboarding, theme, confirmed=confirmed)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    field = find(page, QLineEdit, "settings.workspaces.base_url")
    told = " ".join(label.text() for label in page.findChildren(QLabel))
    assert field.text() == ("https://stranger.example/api" if confirmed else "")
    assert ("is not confirmed: https://stranger.example/api" in told) is not confirmed


def test_an_address_that_is_not_confirmed_is_the_trouble_and_its_button_leads_there() -> None:
    trouble = sending_problem(HealthState(key=KeyState.UNCONFIRMED), WorkspaceKind.REAL)
    assert trouble
    assert trouble.remedy is Remedy.CONFIRM
