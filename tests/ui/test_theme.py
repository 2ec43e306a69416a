"""Palettes with enough contrast, icons that exist, and a change that reaches every widget."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession

from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.settings import Appearance
from postdesk.engine.clients import COLOURS
from postdesk.ui.kit.avatar import contrast, initials, readable_on, visible_on
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.colours import DARK, LIGHT, Colours, brand_colour
from postdesk.ui.kit.fields.step_fields import MonthPopup
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.style import TONES, style_sheet
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.series.rule_form import WeekdayRow
from postdesk.ui.settings.slot_grid import SlotGrid
from postdesk.ui.text.states import Tone, state_icon, state_tone, state_word

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
TEXT, PART = 4.5, 3.0


@BOTH
@pytest.mark.parametrize("ground", ["background", "surface", "sunk", "hovered"])
@pytest.mark.parametrize("words", ["text", "secondary", "practice", *TONES])
def test_words_can_be_read_on_every_ground(colours: Colours, ground: str, words: str) -> None:
    assert contrast(colours.of(words), colours.of(ground)) >= TEXT


@BOTH
@pytest.mark.parametrize("words", ["text", "secondary"])
@pytest.mark.parametrize("tone", ["practice", *TONES])
def test_words_can_be_read_on_every_soft_colour(colours: Colours, words: str, tone: str) -> None:
    assert contrast(colours.of(words), colours.of(f"{tone}_soft")) >= TEXT


@BOTH
@pytest.mark.parametrize("tone", ["practice", *TONES])
def test_a_tone_can_be_read_on_its_own_soft_colour(colours: Colours, tone: str) -> None:
    assert contrast(colours.of(tone), colours.of(f"{tone}_soft")) >= TEXT


@BOTH
def test_words_can_be_read_on_the_accent(colours: Colours) -> None:
    assert contrast(colours.on_accent, colours.accent) >= TEXT


@BOTH
def test_edges_of_controls_can_be_seen(colours: Colours) -> None:
    assert contrast(colours.outline, colours.surface) >= PART
    assert contrast(colours.accent, colours.surface) >= PART


@BOTH
@pytest.mark.parametrize("platform", Platform)
def test_brands_can_be_seen(colours: Colours, platform: Platform) -> None:
    assert contrast(brand_colour(platform, colours is DARK), colours.surface) >= PART


@pytest.mark.parametrize("colour", [*COLOURS, "#ffffff", "#000000", "#808080", "#f0c060"])
def test_initials_can_be_read_on_any_colour(colour: str) -> None:
    assert contrast(readable_on(colour), colour) >= TEXT


@BOTH
@pytest.mark.parametrize("colour", [*COLOURS, "#ffffff", "#000000", "#f0e040"])
@pytest.mark.parametrize("ground", ["surface", *(f"{tone}_soft" for tone in TONES)])
def test_a_client_s_stripe_can_be_seen_on_every_card(colours: Colours, colour: str, ground: str) -> None:
    assert contrast(visible_on(colours.of(ground), colour), colours.of(ground)) >= PART


def test_a_client_s_colour_stays_as_it_is_where_it_can_be_seen() -> None:
    assert [visible_on(LIGHT.surface, colour) for colour in COLOURS] == [*COLOURS]


@pytest.mark.parametrize(
    ("name", "marks"),
    [("Alex Morgan", "AM"), ("studio", "S"), ("Bright & Sons", "BS"), ("Anna Maria von Berg", "AB"), ("", ""), ("🦊 fox", "F")],
)
def test_initials(name: str, marks: str) -> None:
    assert initials(name) == marks


@pytest.mark.parametrize("state", PostState)
def test_every_state_has_a_word_an_icon_and_a_tone(state: PostState, theme: Theme) -> None:
    assert state_word(state)
    assert _painted(theme, state_icon(state))
    assert theme.colours.of(state_tone(state)).startswith("#")


@pytest.mark.parametrize("platform", [*Platform, "mastodon", "../../etc/passwd", ""])
def test_every_platform_has_a_mark(platform: str, theme: Theme) -> None:
    assert not theme.brand_icon(platform).pixmap(16, 16).toImage().isNull()
    assert _opaque(theme.brand_pixmap(platform, 16, 1.0).toImage())


def test_an_icon_in_a_chosen_line_keeps_its_colour(theme: Theme) -> None:
    icon = theme.icon("circle-x", "bad")
    usual, chosen = (icon.pixmap(QSize(16, 16), mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected))
    assert chosen == usual


def test_icons_are_sharp_on_fine_screens(theme: Theme) -> None:
    pixmap = theme.pixmap("lock", "text", 16, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)


@BOTH
def test_the_style_sheet_names_only_files_that_exist(colours: Colours, resources: Path) -> None:
    sheet = style_sheet(colours, resources / "icons", QFont())
    named = [Path(part.split('")')[0]) for part in sheet.split('url("')[1:]]
    assert named
    assert all(file.is_file() for file in named)


def test_every_colour_is_written_out() -> None:
    for colours in (LIGHT, DARK):
        assert all(len(colours.of(field.name)) == len("#rrggbb") for field in fields(Colours))


def test_another_appearance_reaches_what_is_shown(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    button = Button(theme, "Close", "close", icon="x")
    qtbot.addWidget(button)
    before = button.icon().pixmap(16, 16).toImage()
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.set_appearance(Appearance.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface
    assert button.icon().pixmap(16, 16).toImage() != before
    theme.set_appearance(Appearance.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == LIGHT.surface


def _painted(theme: Theme, name: str) -> bool:
    return _opaque(theme.pixmap(name, "text", 16, 1.0).toImage())


def _opaque(image: QImage) -> bool:
    return any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


@pytest.mark.usefixtures("weeks_from_sunday")
def test_weeks_begin_everywhere_with_the_day_that_is_chosen(theme: Theme, qtbot: QtBot) -> None:
    month, days, slots = MonthPopup(theme), WeekdayRow(theme.first_weekday), SlotGrid(theme)
    for each in (month, days, slots):
        qtbot.addWidget(each)
    assert month.firstDayOfWeek() is Qt.DayOfWeek.Sunday
    assert next(iter(days.ticks)) == 7
    assert slots.model().headerData(0, Qt.Orientation.Horizontal) == "Sun"
    theme.set_first_weekday(6)
    assert month.firstDayOfWeek() is Qt.DayOfWeek.Saturday


@pytest.fixture
def full_window(quiet: QuietSession, theme: Theme, local_zone: ZoneInfo, tmp_path: Path, qtbot: QtBot) -> Iterator[FullWindow]:
    """The whole window with each of its places built, and the calendar shown."""
    window = FullWindow(quiet.session, Scope(), theme, local_zone, tmp_path / "layout.ini")
    window.show()
    window.places.build_composer()
    for place in (*_PLACES, "calendar"):
        window.places.show(place)
        QApplication.processEvents()
    yield window
    window.close()
    window.deleteLater()


_PLACES: Final = "results", "drafts", "connections", "repeating", "reports", "clients", "settings"


def test_a_change_puts_the_sheet_on_what_is_shown_alone(full_window: FullWindow, theme: Theme) -> None:
    everything = full_window.findChildren(QWidget)
    shown = [each for each in everything if each.isVisible()]
    hidden = [each for each in everything if not each.isVisible() and not each.styleSheet()]
    told = _StyleChangeCounter()
    application = QApplication.instance()
    assert application
    application.installEventFilter(told)
    theme.set_appearance(Appearance.DARK)
    application.removeEventFilter(told)
    assert len(shown) < len(hidden) / 3
    assert not sum(told.times[each] for each in hidden)
    # Once for the removal and once for the new sheet; a widget with its own sheet gets more events.
    assert median(told.times[each] for each in shown) == 2


@pytest.mark.parametrize("place", _PLACES)
def test_a_place_has_the_colours_of_another_look_when_it_is_shown(full_window: FullWindow, theme: Theme, place: str) -> None:
    _look(theme, Appearance.DARK)
    seen = _picture(full_window, place)
    _look(theme, Appearance.LIGHT)
    light = _picture(full_window, place)
    _look(theme, Appearance.DARK)
    assert _picture(full_window, place) == seen, "shown while the look changes"
    assert seen != light
    full_window.places.show("calendar")
    for look in (Appearance.LIGHT, Appearance.DARK, Appearance.LIGHT):
        _look(theme, look)
    assert _picture(full_window, place) == light, "hidden while the look changes"


def test_a_tone_that_changes_in_a_hidden_place_leaves_no_colour_of_the_look_before(full_window: FullWindow, theme: Theme) -> None:
    label = PlainLabel("Words")
    holder = QWidget(full_window)
    QVBoxLayout(holder).addWidget(label)
    set_tone(label, Tone.BAD)
    holder.show()
    holder.hide()
    _look(theme, Appearance.DARK)
    set_tone(label, "")
    holder.show()
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.text
    set_tone(label, Tone.BAD)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.bad


def test_a_composer_that_went_to_the_sheet_after_a_change_takes_the_next_one(full_window: FullWindow, theme: Theme) -> None:
    composer = full_window.composer
    full_window.resize(1400, 800)
    full_window.navigator.show_composer()
    composer.close()
    _look(theme, Appearance.DARK)
    full_window.resize(1000, 800)
    full_window.navigator.show_composer()  # the first sheet: the panel, which was hidden, isn't shown
    _look(theme, Appearance.LIGHT)
    seen = full_window.grab().toImage()
    composer.close()
    for look in (Appearance.DARK, Appearance.LIGHT):
        _look(theme, look)
    full_window.navigator.show_composer()
    assert full_window.grab().toImage() == seen


def test_a_tone_of_what_was_put_elsewhere_after_a_change_is_seen(full_window: FullWindow, theme: Theme) -> None:
    label, before = PlainLabel("Words"), QWidget(full_window)
    QVBoxLayout(before).addWidget(label)
    before.show()
    before.hide()
    _look(theme, Appearance.DARK)
    after = QWidget(full_window)
    QVBoxLayout(after).addWidget(label)
    after.show()
    set_tone(label, Tone.BAD)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.bad


def test_an_open_dialog_has_the_colours_of_another_look(full_window: FullWindow, theme: Theme) -> None:
    dialog = QDialog(full_window)
    edit = QLineEdit(dialog)
    dialog.show()
    closed = QDialog(full_window)
    other = QLineEdit(closed)
    closed.show()
    closed.hide()
    _look(theme, Appearance.DARK)
    closed.show()
    for each in (edit, other):
        assert each.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface


def _look(theme: Theme, look: Appearance) -> None:
    theme.set_appearance(look)
    QApplication.processEvents()


def _picture(window: FullWindow, place: str) -> QImage:
    window.places.show(place)
    QApplication.processEvents()
    window.setFocus()
    return window.grab().toImage()


def test_two_changes_in_one_turn_leave_the_last_and_a_window_that_paints(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    window = Button(theme, "Close", "close", icon="x")
    qtbot.addWidget(window)
    window.show()
    theme.set_appearance(Appearance.DARK)
    theme.set_appearance(Appearance.LIGHT)
    assert window.updatesEnabled()
    assert qapp.styleSheet()
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == LIGHT.surface


class _StyleChangeCounter(QObject):
    """Counts the style changes that each widget gets."""

    def __init__(self) -> None:
        super().__init__()
        self.times = Counter[QObject]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times[watched] += event.type() is QEvent.Type.StyleChange
        return False
