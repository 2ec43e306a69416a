"""Short pages of the settings: appearance, calendar, notifications, background, sending, network and keyboard."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QLocale, QSignalBlocker, QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QRadioButton

from postdesk.domain.settings import Appearance, ClockFace, NotificationKind
from postdesk.engine.autostart import Autostart
from postdesk.engine.settings import SettingsBook
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.file_choice import ask_for_file
from postdesk.ui.kit.forms import FieldForm, check_box, number_box, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill, row_of
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.settings_page import SettingsPage, text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.clock_face import twelve_hours
from postdesk.ui.text.states import Tone

_LONGEST_DELAY_S = 120
_PEM: Final = b"-----BEGIN CERTIFICATE-----"
_LARGEST_PEM: Final = 4 * 1024 * 1024


class BoundPage(SettingsPage):
    """A page whose controls are bound by name to fields of the settings; a change counts at once."""

    def __init__(self, book: SettingsBook, title: str, name: str) -> None:
        super().__init__(title, name)
        self._book = book

    def _save(self, **fields: Any) -> None:
        self._book.change(replace(self._book.current, **fields))

    def _tick_box(self, field: str, words: str, identifier: str) -> QCheckBox:
        box = check_box(identifier, words, on=getattr(self._book.current, field))
        box.toggled.connect(lambda on: self._save(**{field: on}))
        return box

    def _offer(self, field: str, identifier: str, choices: Iterable[tuple[object, str]]) -> QButtonGroup:
        """Add a radio button for each value of the field; the group's `buttonToggled` follows once a value is stored."""
        group = QButtonGroup(self)
        for value, words in choices:
            choice = QRadioButton(words)
            identify(choice, f"{identifier}.{value}")
            choice.setChecked(getattr(self._book.current, field) == value)
            choice.toggled.connect(lambda on, value=value: self._save(**{field: value}) if on else None)
            group.addButton(choice)
            self.body.addWidget(choice)
        return group


class AppearancePage(BoundPage):
    """The palette."""

    def __init__(self, book: SettingsBook, theme: Theme) -> None:
        super().__init__(book, self.tr("Appearance"), "appearance")
        palettes = (
            (Appearance.SYSTEM, self.tr("Match system")),
            (Appearance.LIGHT, self.tr("Light")),
            (Appearance.DARK, self.tr("Dark")),
        )
        group = self._offer("appearance", "settings.appearance", palettes)
        group.buttonToggled.connect(lambda _, on: theme.set_appearance(book.current.appearance) if on else None)


class CalendarPage(BoundPage):
    """The first day of the week, the weeks of a month, and the format of times."""

    def __init__(self, book: SettingsBook, theme: Theme) -> None:
        super().__init__(book, self.tr("Calendar"), "calendar")
        as_region = self.tr("Match this computer’s region: {0}")
        self.add_heading(self.tr("First day of the week"))
        usual = QLocale().dayName(QLocale().firstDayOfWeek().value)
        days = ((0, as_region.format(usual)), *((day, QLocale().dayName(day)) for day in (1, 6, 7)))
        self._offer("first_weekday", "settings.calendar.week", days)
        words = self.tr("Months begin with the 1st, not with the present week")
        self.body.addWidget(self._tick_box("whole_months", words, "settings.calendar.whole_months"))
        self.add_heading(self.tr("Time format"))
        example = "2:40 PM" if twelve_hours(ClockFace.SYSTEM) else "14:40"
        faces = ((ClockFace.SYSTEM, as_region.format(example)), (ClockFace.TWENTY_FOUR, "14:40"), (ClockFace.TWELVE, "2:40 PM"))
        group = self._offer("clock_face", "settings.calendar.clock", faces)
        group.buttonToggled.connect(lambda _, on: theme.set_clock_face(book.current.clock_face) if on else None)
        self.add_remark(self.tr("You can type times in both formats: “14:40”, “2.40 pm”."))


class NotificationsPage(BoundPage):
    """The desktop's notifications while the window is not active."""

    def __init__(self, book: SettingsBook) -> None:
        super().__init__(book, self.tr("Notifications"), "notifications")
        self.add_remark(self.tr("When the window isn’t active, notify me when"))
        words = (
            (NotificationKind.PUBLISHED, self.tr("a post was published")),
            (NotificationKind.FAILED, self.tr("a post failed")),
            (NotificationKind.TO_DECIDE, self.tr("a post needs my answer or waits for its file")),
            (NotificationKind.MISSED, self.tr("a post was missed")),
            (NotificationKind.RECONNECT, self.tr("an account needs reconnecting")),
        )
        on, name = book.current.notified_kinds, "settings.notifications"
        self.boxes = tuple((kind, check_box(f"{name}.{kind}", said, on=kind in on)) for kind, said in words)
        for _, box in self.boxes:
            box.toggled.connect(self._change)
            self.body.addWidget(box)
        self.add_remark(self.tr("Click a notification to open the post. Several at once are grouped."))

    def _change(self) -> None:
        self._save(notified_kinds=frozenset(kind for kind, box in self.boxes if box.isChecked()))


class BackgroundPage(BoundPage):
    """The sleep of the computer, and the start at login."""

    def __init__(self, book: SettingsBook, at_login: Autostart, theme: Theme) -> None:
        super().__init__(book, self.tr("In the background"), "background")
        self._at_login = at_login
        words = self.tr("Stay awake when a post is about to be sent from here")
        self.awake = self._tick_box("stay_awake", words, "settings.background.awake")
        start = self.tr("Start Postdesk in the background when I log in")
        self.login = check_box("settings.background.login", start, on=at_login.on)
        self.notice = NoticeBar(theme, "settings.background.notice")
        self.login.toggled.connect(at_login.switch)
        at_login.changed.connect(self._show_login)
        at_login.failed.connect(self._tell_failure)
        at_login.refresh()
        self._lay_out()

    def _lay_out(self) -> None:
        text = self.tr(
            "Postdesk keeps the computer awake for half an hour before such a post and shows this in the status bar. The "
            "screen may turn off. Closing the lid still puts the computer to sleep."
        )
        where = self.tr(
            "Posts that need this computer are then sent even if you don’t open the window. Click the icon beside the clock "
            "to open it. Without such an icon, Postdesk starts minimised."
        )
        fill(self.body, self.awake, remark(text), 8, self.login, remark(where), self.notice)

    def _show_login(self) -> None:
        with QSignalBlocker(self.login):
            self.login.setChecked(self._at_login.on)
        self.notice.hide()

    def _tell_failure(self, reason: str) -> None:
        self._show_login()
        self.notice.tell(self.tr("Couldn’t change this: {0}.").format(reason), Tone.BAD, "circle-x")


class SendingPage(BoundPage):
    """The sending of posts."""

    def __init__(self, book: SettingsBook) -> None:
        super().__init__(book, self.tr("Sending"), "sending")
        name, unit = self.tr("Undo delay"), self.tr(" s")
        self.undo_delay = number_box("settings.sending.undo_delay", name, 0, _LONGEST_DELAY_S, unit)
        self.undo_delay.setSpecialValueText(self.tr("no delay"))
        self.undo_delay.setValue(round(book.current.undo_delay.total_seconds()))
        words = self.tr("Send platforms with the same text in one request")
        self.bundle = self._tick_box("bundle_platforms", words, "settings.sending.bundle")
        waits = remark(self.tr("After “Publish now”, a post waits this long so that you can undo."))
        fill(self.body, FieldForm(self.undo_delay), waits, 8, self.bundle)
        self.add_remark(self.tr("One request per platform is safer: if one fails, the others aren’t affected."))
        self.add_remark(self.tr("Set when posts are locked in for each client, on the page “Clients”."))
        self.undo_delay.valueChanged.connect(lambda seconds: self._save(undo_delay=timedelta(seconds=seconds)))


class NetworkPage(BoundPage):
    """The proxy and the certificates: kept when a field is left, and only with a usable value."""

    def __init__(self, book: SettingsBook, theme: Theme) -> None:
        super().__init__(book, self.tr("Network"), "network")
        example, proxy, ca_file = "http://proxy.example:3128", book.current.proxy, book.current.ca_file
        self.proxy = text_field("settings.network.proxy", self.tr("Proxy"), example, text=proxy)
        name, usual = self.tr("Certificate file"), self.tr("System certificates")
        self.ca_file = text_field("settings.network.ca_file", name, usual, text=ca_file)
        self._problem = NoticeBar(theme, "settings.network.problem")
        choose = Button(theme, self.tr("Select a file…"), "settings.network.choose", icon="folder-open")
        title = self.tr("Certificate file (PEM)")
        choose.clicked.connect(lambda: ask_for_file(self, "ca_file", title, (), self._chosen))
        form = FieldForm(self.proxy)
        form.add(name, row_of(self.ca_file, choose, grow=self.ca_file))
        fill(self.body, form, self._problem)
        self.add_remark(self.tr("Leave both empty unless your network needs them. Environment variables are ignored."))
        self.proxy.editingFinished.connect(self._change)
        self.ca_file.editingFinished.connect(self._change)

    def _chosen(self, file: Path) -> None:
        self.ca_file.setText(str(file))
        self._change()

    def _change(self) -> None:
        proxy, ca_file = self.proxy.text().strip(), self.ca_file.text().strip()
        problem = self._proxy_problem(proxy) or self._ca_problem(ca_file)
        if problem:
            self._problem.tell(problem, Tone.BAD, "circle-x")
            return
        self._problem.hide()
        if (proxy, ca_file) != (self._book.current.proxy, self._book.current.ca_file):
            self._save(proxy=proxy, ca_file=ca_file)

    def _proxy_problem(self, proxy: str) -> str:
        url = QUrl(proxy, QUrl.ParsingMode.StrictMode)
        if "@" in proxy:
            return self.tr("A proxy with a user name or password isn’t supported. The old one stays in use.")
        if not proxy or (url.isValid() and url.scheme() in {"http", "https"} and url.host()):
            return ""
        return self.tr("Enter the proxy like http://host:port. The old one stays in use.")

    def _ca_problem(self, file: str) -> str:
        if not file:
            return ""
        try:
            with Path(file).open("rb") as opened:
                held = opened.read(_LARGEST_PEM)
        except OSError:
            return self.tr("The certificate file can’t be read. The old one stays in use.")
        return "" if _PEM in held else self.tr("That file has no certificate (PEM). The old one stays in use.")


class KeysPage(SettingsPage):
    """The list of shortcuts."""

    def __init__(self) -> None:
        super().__init__(self.tr("Keyboard"), "keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate((*self._everywhere(), *self._in_the_calendar())):
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(PlainLabel(shown, role="title"), row, 0)
            grid.addWidget(PlainLabel(words, wrap=True), row, 1)
        self.body.addLayout(grid)

    def _everywhere(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Ctrl+N", self.tr("New post")),
            ("Ctrl+E", self.tr("Composer")),
            ("Ctrl+Shift+N", self.tr("Composer with all previews, or back to its panel")),
            ("Ctrl+1", self.tr("Calendar")),
            ("Ctrl+2", self.tr("Results")),
            ("Ctrl+3", self.tr("Drafts")),
            ("Ctrl+4", self.tr("Repeating")),
            ("Ctrl+5", self.tr("Clients")),
            ("Ctrl+6", self.tr("Connections")),
            ("Ctrl+7", self.tr("Reports")),
            ("Ctrl+8", self.tr("Testing")),
            ("Ctrl+O", self.tr("Import posts from a file")),
            ("Ctrl+Shift+E", self.tr("Export posts into a file")),
            ("Ctrl+Return", self.tr("Schedule")),
            ("Ctrl+Alt+Return", self.tr("Schedule and open next")),
            ("Ctrl+Shift+Return", self.tr("Jump to “Publish now”")),
            ("Ctrl+Z", self.tr("Undo")),
            ("Ctrl+.", self.tr("Emoji")),
            ("Ctrl+Shift+I", self.tr("Snippets and hashtags")),
            ("F7", self.tr("Next misspelled word")),
            ("Ctrl+K", self.tr("Search posts")),
            ("F5", self.tr("Refresh")),
            ("F1", self.tr("Keyboard shortcuts")),
            ("F10", self.tr("Menu")),
            ("Ctrl+Shift+L", self.tr("Lock in posts")),
            ("Ctrl+Shift+P", self.tr("Pause all sending")),
            ("Ctrl+,", self.tr("Settings")),
            ("Ctrl+Q", self.tr("Quit")),
        )

    def _in_the_calendar(self) -> tuple[tuple[str, str], ...]:
        return (
            ("PgDown", self.tr("In the calendar: next weeks or day (back: PgUp)")),
            ("T", self.tr("In the calendar: today")),
            ("G", self.tr("In the calendar: go to a date")),
            ("M", self.tr("In the calendar: month")),
            ("W", self.tr("In the calendar: week")),
            ("D", self.tr("In the calendar: day")),
            ("A", self.tr("In the calendar: agenda")),
            ("N", self.tr("In the calendar: new post at that time")),
            ("Shift+N", self.tr("In the calendar: note on that day")),
            ("Return", self.tr("In the calendar: edit")),
            ("I", self.tr("In the calendar: show all of a post")),
            ("Space", self.tr("In the calendar: select")),
            ("Ctrl+A", self.tr("In the calendar: select all of the day, then all in view")),
            ("Del", self.tr("In the calendar: delete selection")),
            ("Alt+Right", self.tr("In the calendar: move a scheduled post (Alt+any arrow)")),
        )
