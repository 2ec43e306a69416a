"""The page of the workspace: name, key, return addresses, server behaviour and other workspaces."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from postdesk.domain.clients import Workspace, WorkspaceKind, redirect_uri
from postdesk.domain.habits import Habit, HabitRecord, Habits
from postdesk.engine.onboarding import Onboarding
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.forms import FieldForm
from postdesk.ui.kit.layouts import ROOM, column_of, fill, row_of
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.settings_page import SettingsPage, buttons_row, text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.externals import reveal_invisible
from postdesk.ui.settings.key_form import KeyForm
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_QUESTIONS: Final = {
    Habit.TOKEN: QT_TRANSLATE_NOOP("Habits", "Postdesk’s marker"),
    Habit.WORDS: QT_TRANSLATE_NOOP("Habits", "Text of a post"),
    Habit.MOMENT: QT_TRANSLATE_NOOP("Habits", "Exact scheduled time"),
}
_PORTS = (1024, 65535)
_MOST_PORTS = 8


class WorkspacesPage(SettingsPage):
    """The open workspace, and the list of the others. A changed one is opened anew when the settings close (`save`).

    `confirmed`: the user confirmed its address.
    """

    new_requested = Signal()

    def __init__(
        self,
        workspace: Workspace,
        known: Sequence[Workspace],
        habits: Habits,
        onboarding: Onboarding,
        theme: Theme,
        *,
        confirmed: bool = True,
    ) -> None:
        super().__init__(self.tr("MyPostShare account"), "workspaces")
        self._kept = self._workspace = workspace
        self._onboarding, self._theme = onboarding, theme
        self.name = text_field("settings.workspaces.name", self.tr("Name"), text=workspace.name)
        self.name.editingFinished.connect(self._change)
        self.body.addLayout(FieldForm(self.name))
        self._key_form = KeyForm(onboarding, theme, "settings.workspaces", named=False)
        self._key_form.accepted.connect(self._give_key)
        if workspace.kind is WorkspaceKind.REAL:
            self._add_key(confirmed=confirmed)
        self._add_connecting()
        self.add_heading(self.tr("Server behaviour"))
        noted = translate(
            "Habits",
            "Postdesk notes which details of a post MyPostShare returns, and uses them to find a post whose answer was lost.",
        )
        self.add_remark(noted)
        self.body.addLayout(habits_form(habits))
        self._add_others(known, onboarding)

    def save(self) -> None:
        """Save the changes, if any."""
        if self._workspace != self._kept:
            self._kept = self._workspace
            self._onboarding.change(self._workspace)

    def _add_key(self, *, confirmed: bool) -> None:
        """Add the key's form, with an empty address unless it is confirmed: no key must be pasted beside an unchecked one."""
        self._key_form.base_url.setText(self._workspace.base_url if confirmed else "")
        self.add_heading(self.tr("API key and address"))
        if not confirmed:
            words = self.tr("This profile’s address is not confirmed: {0}. Enter the address that you know.")
            self.add_remark(words.format(reveal_invisible(self._workspace.base_url)))
        self.add_remark(self.tr("The current key is never shown. Paste a key here to replace it or to change the address."))
        fill(self.body, self._key_form, buttons_row(self._key_form.test))

    def _add_connecting(self) -> None:
        self.add_heading(self.tr("Connecting accounts"))
        text = self.tr("Add exactly these return addresses to the app’s redirect URIs in MyPostShare’s dashboard:")
        if self._workspace.kind is WorkspaceKind.SANDBOX:
            text = self.tr(
                "Practice mode already allows these return addresses. For your own account, add them in MyPostShare’s dashboard:"
            )
        self.add_remark(text)
        rows = column_of(spacing=0)
        self._uris = [self._uri_row(number, rows) for number in range(1, _MOST_PORTS + 1)]
        ports, page = ", ".join(map(str, self._workspace.redirect_ports)), self._workspace.return_page
        self.ports = text_field("settings.workspaces.ports", self.tr("Ports"), text=ports)
        self.return_page = text_field("settings.workspaces.return_page", self.tr("Return page"), "https://…", text=page)
        self._problem = NoticeBar(self._theme, "settings.workspaces.problem")
        fill(self.body, rows, FieldForm(self.ports, self.return_page), self._problem)
        text = self.tr(
            "A public page of yours that clients see after using a connect link. Add it in MyPostShare’s dashboard, too. "
            "Without one, their browser ends on a page that can’t be reached, which is harmless."
        )
        self.add_remark(text)
        self.ports.editingFinished.connect(self._change)
        self.return_page.editingFinished.connect(self._change)
        self._show_uris()

    def _uri_row(self, number: int, rows: QVBoxLayout) -> tuple[PlainLabel, IconButton]:
        label = PlainLabel()
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(redirect_uri(_PORTS[1])))
        copy = IconButton(
            self._theme, "copy", self.tr("Copy return address {0}").format(number), f"settings.workspaces.copy.{number}"
        )
        copy.clicked.connect(lambda: self._copy(label.text(), copy))
        rows.addLayout(row_of(label, copy, ROOM, spacing=0))
        return label, copy

    def _add_others(self, known: Sequence[Workspace], onboarding: Onboarding) -> None:
        self.add_heading(self.tr("Other accounts"))
        for other in known:
            if other.id != self._workspace.id:
                practice = other.kind is WorkspaceKind.SANDBOX
                words = self.tr("Go to practice mode") if practice else self.tr("Open {0}").format(other.name)
                button = Button(self._theme, words, f"settings.workspaces.open.{other.id}", icon="arrow-right")
                button.clicked.connect(lambda _, chosen=other.id: onboarding.open(chosen))
                self.body.addLayout(buttons_row(button))
        new = Button(self._theme, self.tr("Add a MyPostShare account…"), "settings.workspaces.new", icon="plus")
        new.clicked.connect(self.new_requested)
        self.body.addLayout(buttons_row(new))

    def _show_uris(self) -> None:
        uris = [redirect_uri(port) for port in self._workspace.redirect_ports]
        for number, (label, copy) in enumerate(self._uris):
            shown = number < len(uris)
            label.setText(uris[number] if shown else "")
            label.setVisible(shown)
            copy.setVisible(shown)

    def _copy(self, uri: str, button: IconButton) -> None:
        QGuiApplication.clipboard().setText(uri)
        for _, each in self._uris:
            each.set_icon("check" if each is button else "copy", "good" if each is button else "")
        announce(self, self.tr("Copied: {0}").format(uri))

    def _give_key(self) -> None:
        _, base_url, key = self._key_form.values()
        self._key_form.key.clear()
        self._kept = self._workspace
        self._onboarding.change_key(self._workspace, base_url, key)

    def _change(self) -> None:
        ports, page = _ports_in(self.ports.text()), self.return_page.text().strip()
        if ports is None:
            words = self.tr("Enter one to {0} ports from {1} to {2}, separated by commas. The old ones stay in use.")
            self._problem.tell(words.format(_MOST_PORTS, *_PORTS), Tone.BAD, "circle-x")
            return
        if page and not _is_public_page(page):
            words = self.tr(
                "Enter the return page as an https address, like https://example.com/connected. The old one stays in use."
            )
            self._problem.tell(words, Tone.BAD, "circle-x")
            return
        self._problem.hide()
        name = self.name.text().strip() or self._workspace.name
        self._workspace = replace(self._workspace, name=name, redirect_ports=ports, return_page=page)
        self._show_uris()


def _ports_in(text: str) -> tuple[int, ...] | None:
    """Return the port numbers in `text`; None unless all are usable and different."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not 1 <= len(parts) <= _MOST_PORTS or not all(part.isascii() and part.isdecimal() and len(part) < 6 for part in parts):
        return None
    ports = tuple(map(int, parts))
    low, high = _PORTS
    return ports if len(set(ports)) == len(ports) and all(low <= port <= high for port in ports) else None


def _is_public_page(text: str) -> bool:
    url = QUrl(text, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme() == "https" and bool(url.host()) and not url.userInfo() and not url.hasFragment()


def habits_form(habits: Habits) -> FieldForm:
    """Return a form with a line for each habit of the server."""
    form = FieldForm()
    for habit in Habit:
        answer = PlainLabel(_answer(habits.of(habit)), identifier=f"settings.workspaces.habit.{habit}")
        form.add(translate("Habits", _QUESTIONS[habit]), answer)
    return form


def _answer(seen: HabitRecord | None) -> str:
    if seen is None:
        return translate("Habits", "Unknown")
    return translate("Habits", "Returned") if seen.present else translate("Habits", "Not returned")
