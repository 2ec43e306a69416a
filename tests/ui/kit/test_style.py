"""Controls look different under the pointer, while pressed, and with the focus, in both palettes; drop-downs show all choices."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QStringListModel, Qt
from PySide6.QtGui import QColor, QHoverEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QMenu,
    QSpinBox,
    QStyle,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from postdesk.domain.settings import Appearance
from postdesk.ui.kit.buttons import Button, IconButton, MenuButton
from postdesk.ui.kit.fields.period import DayField
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.line_painter import LinePainter
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import set_property
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone

ROLES = ("", "primary", "danger", "quiet", "link", "status", "sum", "choice", "day")
BOTH = pytest.mark.parametrize("look", [Appearance.LIGHT, Appearance.DARK])


@pytest.fixture
def looks(theme: Theme, look: Appearance) -> Theme:
    theme.set_appearance(look)
    return theme


class Stage:
    """A window with a widget, another one that has the focus, and pictures of the first in each state."""

    def __init__(self, qtbot: QtBot, theme: Theme, widget: QWidget) -> None:
        self.widget, self.other = widget, IconButton(theme, "x", "Other", "other")
        self.window = QWidget()
        self.window.setProperty("role", "pane")
        self.window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.window.setLayout(column_of(widget, self.other, margins=(20, 20, 20, 20)))
        qtbot.addWidget(self.window)
        self.window.resize(300, 200)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.other.setFocus()
        self.point_elsewhere()

    def picture(self) -> QImage:
        return self.widget.grab().toImage()

    def point(self) -> None:
        """Move the pointer to the middle of the widget."""
        QTest.mouseMove(self.widget)
        QApplication.processEvents()

    def point_elsewhere(self) -> None:
        QTest.mouseMove(self.other)
        QApplication.processEvents()

    def focused(self) -> QImage:
        self.widget.setFocus()
        return self.picture()


def hover(widget: QWidget, place: QPoint) -> None:
    """Move the pointer within a widget of several parts."""
    for kind in (QEvent.Type.HoverEnter, QEvent.Type.HoverMove):
        QApplication.sendEvent(widget, QHoverEvent(kind, QPointF(place), QPointF(place), QPointF(0, 0)))


def states_of(stage: Stage, button: QAbstractButton) -> dict[str, QImage]:
    """Return a picture of each state, by its name."""
    found = {"at rest": stage.picture()}
    stage.point()
    found["hovered"] = stage.picture()
    button.setDown(True)
    found["pressed"] = stage.picture()
    button.setDown(False)
    stage.point_elsewhere()
    found["focused"] = stage.focused()
    return found


def alike(pictures: dict[str, QImage]) -> list[tuple[str, str]]:
    """Return the states that look the same."""
    names = list(pictures)
    return [(one, other) for place, one in enumerate(names) for other in names[:place] if pictures[one] == pictures[other]]


@pytest.mark.parametrize(("points", "rounding"), [(9, 0), (10, 0), (11, 0), (13.5, 1)])
def test_controls_in_a_row_are_equally_high(
    theme: Theme, text_size: Callable[[float], None], points: float, rounding: int
) -> None:
    text_size(points)
    framed = IconButton(theme, "chevron-left", "Earlier", "earlier")
    framed.setProperty("role", "icon")
    controls = (
        *(Button(theme, "Text", "text", role=role, icon=icon) for role in ("", "primary", "quiet") for icon in ("", "x")),
        Button(theme, "", "filter", role="icon", icon="filter"),
        MenuButton(theme, "Last 7 days", "menu", role=""),
        framed,
        QLineEdit("Text"),
        QComboBox(),
        QSpinBox(),
        DayField(theme, "day", "Day", date.today),
    )
    for control in controls:
        control.ensurePolished()
    heights = [control.sizeHint().height() for control in controls]
    assert max(heights) - min(heights) <= rounding


@BOTH
@pytest.mark.parametrize("role", ROLES)
def test_a_button_shows_each_state(looks: Theme, qtbot: QtBot, role: str) -> None:
    button = Button(looks, "Reconnect", "button", role=role)
    assert alike(states_of(Stage(qtbot, looks, button), button)) == []


@BOTH
@pytest.mark.parametrize("checked", [False, True])
def test_an_icon_s_button_shows_each_state(looks: Theme, qtbot: QtBot, checked: bool) -> None:
    button = IconButton(looks, "ellipsis", "More", "button")
    button.setCheckable(checked)
    button.setChecked(checked)
    assert alike(states_of(Stage(qtbot, looks, button), button)) == []


@pytest.mark.parametrize("make", [partial(MenuButton, text="Filter"), partial(IconButton, icon="ellipsis", words="More")])
def test_the_pointer_leaves_a_button_when_its_menu_opens(
    theme: Theme, qtbot: QtBot, make: Callable[..., MenuButton | IconButton]
) -> None:
    button = make(theme, identifier="button")
    menu = QMenu(button)
    menu.addAction("One")
    button.setMenu(menu)
    if isinstance(button, IconButton):
        button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
    stage = Stage(qtbot, theme, button)
    stage.point()
    assert button.underMouse()

    menu.aboutToShow.emit()
    assert not button.underMouse(), "on X11 nothing else tells the button, and it would stay hovered"


@BOTH
@pytest.mark.parametrize("role", ["notice", "banner"])
@pytest.mark.parametrize("name", ["action", "_dismiss"])
def test_the_buttons_of_a_notice_show_each_state(looks: Theme, qtbot: QtBot, role: str, name: str) -> None:
    notice = NoticeBar(looks, "notice", dismissible=True)
    set_property(notice, "role", role)
    stage = Stage(qtbot, looks, notice)
    notice.tell("Kept as a draft", Tone.ACCENT, action="Bring back")
    stage.widget = button = getattr(notice, name)
    assert alike(states_of(stage, button)) == []


@BOTH
def test_the_action_in_a_banner_has_an_outline_and_that_in_a_notice_has_none(looks: Theme, qtbot: QtBot) -> None:
    outlined = dict[str, bool]()
    for role in ("notice", "banner"):
        notice = NoticeBar(looks, role, dismissible=True)
        set_property(notice, "role", role)
        stage = Stage(qtbot, looks, notice)
        notice.tell("Kept as a draft", Tone.ACCENT, action="Bring back")
        assert stage.widget is notice
        picture = notice.action.grab().toImage()
        outlined[role] = picture.pixelColor(0, picture.height() // 2) == QColor(looks.colours.accent)
    assert outlined == {"notice": False, "banner": True}


def a_list(make: Callable[[], QAbstractItemView], role: str) -> QAbstractItemView:
    view = make()
    view.setProperty("role", role)
    view.setModel(QStringListModel(["One", "Two", "Three"], view))
    return view


@BOTH
@pytest.mark.parametrize(
    ("make", "role"),
    [(QListView, ""), (QListView, "boxed"), (QListView, "nav"), (QListView, "framed"), (QTableView, ""), (QTreeView, "")],
)
def test_a_row_shows_the_pointer_and_the_focus(looks: Theme, qtbot: QtBot, make: type[QAbstractItemView], role: str) -> None:
    view = a_list(make, role)
    stage = Stage(qtbot, looks, view)
    view.setCurrentIndex(view.model().index(0, 0))
    at_rest = stage.picture()
    hover(view.viewport(), view.visualRect(view.model().index(1, 0)).center())
    hovered = stage.picture()
    assert hovered != at_rest
    assert stage.focused() != hovered


@BOTH
def test_a_tab_shows_the_pointer_and_a_ring_for_the_focus(looks: Theme, qtbot: QtBot) -> None:
    tabs = QTabBar()
    for name in ("Went out", "Scheduled", "All"):
        tabs.addTab(name)
    stage = Stage(qtbot, looks, tabs)
    at_rest = stage.picture()
    hover(tabs, tabs.tabRect(1).center())
    assert stage.picture() != at_rest
    focused = stage.focused()
    assert focused.pixelColor(1, tabs.tabRect(0).center().y()) == QColor(looks.colours.accent)


@BOTH
def test_a_painted_row_shows_the_pointer(looks: Theme) -> None:
    image = QImage(60, 20, QImage.Format.Format_ARGB32)
    option = QStyleOptionViewItem()
    option.rect = image.rect()
    option.state = QStyle.StateFlag.State_MouseOver
    painter = QPainter(image)
    LinePainter(painter, option, looks, pad=8, gap=8, size=16).paint_background(marked=False)
    painter.end()
    assert image.pixelColor(5, 5) == QColor(looks.colours.hovered)


def test_a_drop_down_shows_each_of_its_few_choices(theme: Theme, qtbot: QtBot) -> None:
    box = QComboBox()
    box.addItems(["Proof sheet of planned posts", "Report of results"])
    qtbot.addWidget(box)
    box.show()
    qtbot.waitExposed(box)
    box.showPopup()
    assert box.view().verticalScrollBar().maximum() == 0
    box.hidePopup()
