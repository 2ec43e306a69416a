"""The palette, and the small style sheet over Fusion, which selects widgets by the dynamic properties `role` and `tone`.

Qt matches every rule against every widget of its kind, and a rule with an ancestor against all ancestors of the widget, which is
slow: so the buttons in a notice or banner have a property of their own, `within`.
"""

from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette

from postdesk.ui.kit.colours import DARK, Colours
from postdesk.ui.kit.icons import line_height

_PRESSED: Final = 0.12
"""How much of a colour its soft colour gets while it is pressed; the colour itself stays readable on it (4.6 : 1)."""
_PLACE: Final = 1.3
_HEADING: Final = 1.6
"""The sizes of a place's name and of a page's heading, as shares of the text's."""

TONES: Final = ("good", "bad", "attention", "locked", "accent")

_SHEET: Final = Template("""
QToolTip { background: $text; color: $surface; border: 1px solid $text; padding: 4px 6px; }
QMainWindow, QDialog { background: $background; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QStatusBar { background: $sunk; border-top: 1px solid $line; }
QStatusBar QFrame[role="foot"] { border: none; }
QStatusBar::item { border: none; }

QFrame[role="pane"], QWidget[role="pane"] { background: $surface; }
QWidget[role="aside"] { background: $background; }
QFrame[role="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="rail"] { background: $background; border: none; border-right: 1px solid $line; }
QFrame[role="foot"] { background: $sunk; border: none; border-top: 1px solid $line; }
QFrame[role="popup"] { background: $surface; border: 1px solid $outline_soft; border-radius: 0; }
QFrame[role="popover"] { background: $surface; border: 1px solid $outline_soft; border-radius: 8px; }
QFrame[role="sunk"], QFrame[role="segments"] { background: $sunk; border: 1px solid $line; border-radius: 8px; }
QFrame[role="attention"] { background: $attention_soft; border: 1px solid $attention; border-radius: 8px; }
QFrame[role="attention_row"] { background: transparent; border: none; border-top: 1px solid $attention_line; }
QFrame[role="line"] { background: $line; border: none; }
QFrame[role="veil"] { background: $accent_soft; border: 2px dashed $accent; border-radius: 8px; }

QLabel[role="title"] { color: $text; font-weight: 600; }
QLabel[role="place"] { color: $text; font-weight: 600; font-size: ${place}pt; }
QLabel[role="heading"] { color: $text; font-weight: 600; font-size: ${heading}pt; }
QLabel[role="secondary"] { color: $secondary; }

QPushButton, QToolButton { outline: none; background: $surface; color: $text; border: 1px solid $outline_soft; border-radius: 6px;
    padding: 5px 11px; font-weight: 500; }
QToolButton { padding: 5px; }
QPushButton:hover, QToolButton:hover { background: $sunk; border-color: $outline; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked { background: $accent_soft;
    color: $accent; border-color: $accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 10px; }
QToolButton:focus { padding: 4px; }
QPushButton:disabled, QToolButton:disabled { color: $secondary; background: $background; border-color: $line; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_strong; }
QPushButton[role="primary"]:pressed { background: $accent_deep; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $locked_soft; color: $secondary; border-color: $line; }
QPushButton[role="danger"] { color: $bad; border-color: $bad; }
QPushButton[role="danger"]:hover { background: $bad_soft; }
QPushButton[role="danger"]:pressed { background: $bad_pressed; color: $bad; border-color: $bad; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; border-color: transparent; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $accent_soft; }
QPushButton[role="quiet"]:pressed, QToolButton[role="quiet"]:pressed { background: $accent_pressed; color: $accent; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="quiet"]:checked, QToolButton[role="quiet"]:checked { color: $accent; background: $accent_soft; }
QPushButton[role="rail"] { background: transparent; border: 2px solid transparent; color: $secondary; padding: 2px 0; }
QPushButton[role="rail"]:hover { background: $sunk; color: $text; }
QPushButton[role="rail"]:checked { background: $accent_soft; color: $accent; }
QPushButton[role="rail"]:pressed { background: $accent_pressed; color: $accent; }
QPushButton[role="rail"]:focus { border-color: $accent; padding: 2px 0; }
QPushButton[role="practice"] { background: $practice_soft; color: $practice; border-color: $practice_line; font-weight: 600; }
QPushButton[role="practice"]:hover { border-color: $practice; }
QPushButton[role="practice"]:pressed { background: $practice_line; }
QPushButton[role="practice"]:focus { border: 2px solid $practice; }
QPushButton[role="quiet"]:checked:hover, QToolButton[role="quiet"]:checked:hover { border-color: $accent_pressed; }
QPushButton[role="quiet"]:checked:pressed, QToolButton[role="quiet"]:checked:pressed { background: $accent_pressed; }
QPushButton[role="link"] { background: transparent; border-color: transparent; color: $accent; padding: 4px 4px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:pressed { background: $accent_soft; }
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 3px 3px; }
QPushButton[role="heading"] { background: transparent; border-color: transparent; padding: 3px 4px;
    font-size: ${place}pt; font-weight: 600; }
QPushButton[role="heading"]:hover { background: $accent_soft; }
QPushButton[role="heading"]:focus { border-color: $accent; padding: 2px 3px; }
QFrame[role="segments"] QPushButton { padding: 4px 11px; }
QFrame[role="segments"] QPushButton:focus { padding: 3px 10px; }
QPushButton[role="icon"] { padding: 5px; }
QPushButton[role="icon"]:focus { padding: 4px; }
QToolButton[role="icon"] { padding: 4px 4px 3px 3px; }
QToolButton[role="icon"]:focus { padding: 3px 3px 2px 2px; }
QPushButton[within="notice"][role="link"][over="true"] { padding: 1px 4px; }
QToolButton[within="notice"][over="true"] { padding: 1px; }
QPushButton[role="sum"] { background: transparent; border: 2px solid transparent; padding: 3px 2px; font-weight: 400; }
QPushButton[role="sum"]:hover { text-decoration: underline; }
QPushButton[role="sum"]:pressed, QPushButton[role="sum"]:checked { background: $accent_soft; }
QPushButton[role="sum"]:focus { border-color: $accent; padding: 3px 2px; }
QPushButton[role="choice"] { text-align: left; padding: 15px; border-radius: 8px; }
QPushButton[role="choice"]:focus { padding: 14px; }

QFrame[role="attention"] QPushButton { padding: 2px 10px; }
QFrame[role="attention"] QPushButton:focus { padding: 1px 9px; }

QPushButton[role="status"] { background: transparent; border: 2px solid transparent; padding: 0 6px;
    color: $secondary; font-weight: 400; }
QPushButton[role="status"]:hover { text-decoration: underline; }
QPushButton[role="status"]:pressed { background: $accent_soft; }
QPushButton[role="status"]:focus { border-color: $accent; padding: 0 6px; }
QPushButton[role="status"][tone="attention"] { color: $attention; font-weight: 600; }
QPushButton[role="status"][tone="others"] { color: $attention; }
QPushButton[role="status"][tone="bad"] { color: $bad; font-weight: 600; }

QLineEdit, QPlainTextEdit, QTextEdit { background: $surface; color: $text; placeholder-text-color: $secondary;
    border: 1px solid $outline_soft; border-radius: 6px; padding: 5px 8px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:hover, QPlainTextEdit:hover { border-color: $outline; }
QLineEdit { padding: 4px 8px; min-height: ${field}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 4px 7px; }
QLineEdit:focus { padding: 3px 7px; }
QPlainTextEdit[role="reading"] { background: transparent; border: 2px solid transparent; padding: 0; }
QPlainTextEdit[role="reading"]:focus { border: 2px solid $accent; padding: 0; }
QLineEdit:disabled, QPlainTextEdit:disabled { background: $background; color: $secondary; }
QLineEdit[role="search"] { background: $sunk; padding-left: 2px; }
QLineEdit[role="search"]:focus { padding-left: 1px; }
QComboBox, QAbstractSpinBox { background: $surface; color: $text; border: 1px solid $outline_soft; border-radius: 6px;
    padding: 4px 8px; min-height: ${field}px; selection-background-color: $accent; selection-color: $on_accent; }
QComboBox:hover, QAbstractSpinBox:hover { border-color: $outline; }
QAbstractSpinBox { padding: 3px 8px 2px 8px; min-height: ${field}px; }
QComboBox:focus { border: 2px solid $accent; padding: 3px 7px; }
QAbstractSpinBox:focus { border: 2px solid $accent; padding: 2px 7px 1px 7px; }
QComboBox:disabled, QAbstractSpinBox:disabled { background: $background; color: $secondary; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0 0 0 4px; min-height: 0; background: transparent; }
QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus { border: none; padding: 0 0 0 4px; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$controls/down-$variant.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView::item { padding: 4px 6px; }
QComboBox QAbstractItemView { border: 1px solid $line; selection-background-color: $accent_soft;
    selection-color: $text; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: 22px; border: none;
    background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $accent_soft; }
QAbstractSpinBox::up-arrow { image: url("$controls/up-$variant.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$controls/down-$variant.svg"); width: 12px; height: 12px; }
QAbstractSpinBox[tone="bad"], QLineEdit[tone="bad"] { border-color: $bad; }
QAbstractSpinBox[role="line"]::up-button, QAbstractSpinBox[role="line"]::down-button { width: 0; margin: 0; }
QAbstractSpinBox[role="line"]::up-arrow, QAbstractSpinBox[role="line"]::down-arrow { image: none; width: 0; }
QCheckBox, QRadioButton { color: $text; spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $secondary; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $outline;
    background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$controls/check-$variant.svg"); }
QRadioButton::indicator:checked { background: $on_accent; border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; }

QAbstractItemView { outline: none; background: $surface; color: $text; border: none; gridline-color: $line; }
QAbstractItemView::item:hover { background: $hovered; }
QAbstractItemView::item:selected:hover { background: $accent_soft; color: $text; }
QAbstractItemView::item:focus { border: 1px solid $accent; }
QTableView[role="painted"]::item:hover, QTableView[role="painted"]::item:selected:hover { background: transparent; }
QTableView[role="painted"]::item:focus { border: none; }
QListView::indicator, QTableView::indicator {
    width: 14px; height: 14px; border: 1px solid $outline; border-radius: 4px; background: $surface; }
QListView::indicator:checked, QTableView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$controls/check-$variant.svg"); }
QListView::indicator:indeterminate { border-color: $accent; background: qlineargradient(x1: 0, y1: 0, x2: 0, y2: 1,
    stop: 0 $surface, stop: 0.39 $surface, stop: 0.4 $accent, stop: 0.6 $accent, stop: 0.61 $surface, stop: 1 $surface); }
QListView[role="boxed"] { border: 1px solid $outline_soft; border-radius: 6px; padding: 4px; }
QListView[role="boxed"]:focus { border: 2px solid $accent; padding: 3px; }
QListView[role="boxed"]::item, QListView[role="nav"]::item { padding: 6px 8px; margin: 1px 0; border-radius: 4px; color: $text; }
QListView[role="boxed"]::item:selected, QListView[role="nav"]::item:selected { background: $accent_soft; color: $accent; }
QListView[role="boxed"]::item:hover, QListView[role="nav"]::item:hover { background: $hovered; }
QListView[role="boxed"]::item:selected:hover, QListView[role="nav"]::item:selected:hover { background: $accent_pressed; }
QListView[role="boxed"]::item:focus { border: none; }
QListView[role="framed"], QTableView[role="framed"] { border: 1px solid $outline_soft; border-radius: 6px; padding: 1px; }
QListView[role="nav"] { background: $sunk; border: none; border-right: 1px solid $line; padding: 8px; }
QListView[role="nav"]::item { border: 2px solid transparent; padding: 4px 6px; }
QListView[role="nav"]::item:focus { border: 2px solid $accent; }
QTableView { selection-background-color: $accent_soft; selection-color: $text; }
QTableView[role="painted"] { selection-background-color: transparent; }
QTableView::item { padding: 0 4px; }
QHeaderView { background: $sunk; }
QHeaderView::section { background: $sunk; color: $secondary; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; font-weight: 500; }
QTableCornerButton::section { background: $sunk; border: none; border-bottom: 1px solid $line; }
QTabBar::tab { background: transparent; color: $secondary; padding: 4px 6px 6px 6px; margin-right: 8px;
    border: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { background: $accent_soft; border: 2px solid $accent; border-radius: 4px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QMenu { background: $surface; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $secondary; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 10px; padding: 14px 12px 12px 12px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; background: $surface; color: $text; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget[role="pane"] { background: $surface; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $outline_soft; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $outline; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none;
    width: 0; height: 0; }
""")

_TONE: Final = Template("""
QLabel[tone="$tone"] { color: $colour; }
QPushButton[role="link"][tone="$tone"], QPushButton[role="sum"][tone="$tone"] { color: $colour; }
QFrame[role="notice"][tone="$tone"] { background: $soft; border: none; border-radius: 6px; }
QFrame[role="notice"][over="true"][tone="$tone"] { border: 1px solid $colour; }
QFrame[role="banner"][tone="$tone"] { background: $soft; border: none; border-bottom: 1px solid $line; }
QPushButton[within="notice"][tone="$tone"], QPushButton[within="banner"][tone="$tone"] {
    background: transparent; color: $colour; border-color: $colour; }
QPushButton[within="notice"][role="quiet"][tone="$tone"], QPushButton[within="notice"][role="link"][tone="$tone"],
QToolButton[within="notice"][tone="$tone"] { background: transparent; color: $colour; border-color: transparent; }
QPushButton[within="notice"][tone="$tone"]:focus, QPushButton[within="banner"][tone="$tone"]:focus,
QToolButton[within="notice"][tone="$tone"]:focus { border: 2px solid $colour; }
QPushButton[within="notice"][tone="$tone"]:hover, QPushButton[within="banner"][tone="$tone"]:hover,
QToolButton[within="notice"][tone="$tone"]:hover, QToolButton[within="banner"][tone="$tone"]:hover { background: $surface; }
QPushButton[within="notice"][tone="$tone"]:pressed, QPushButton[within="banner"][tone="$tone"]:pressed {
    background: $colour; color: $surface; }
QToolButton[within="notice"][tone="$tone"]:pressed, QToolButton[within="banner"][tone="$tone"]:pressed {
    background: $surface; border-color: $colour; }
""")


def _mixed(first: str, second: str, share: float) -> str:
    """Return `first` mixed with a `share` (0–1) of `second`."""
    one, two = QColor(first), QColor(second)
    pairs = ((one.red(), two.red()), (one.green(), two.green()), (one.blue(), two.blue()))
    return QColor(*(round(a * (1 - share) + b * share) for a, b in pairs)).name()


def style_sheet(colours: Colours, icons: Path, font: QFont) -> str:
    """Return the style sheet in these colours, for that font: all controls of a row are equally high.

    `icons` is the folder of the controls' icons (a sheet takes only files).
    """
    names = {name: colours.of(name) for name in Colours.__dataclass_fields__}
    names["place"], names["heading"] = (f"{QFontInfo(font).pointSizeF() * share:g}" for share in (_PLACE, _HEADING))
    names["field"] = str(line_height(QFontMetrics(font)) + 2)
    names["controls"] = (icons / "controls").as_posix()
    names["variant"] = "dark" if colours is DARK else "light"
    names["outline_soft"] = _mixed(colours.line, colours.outline, 0.35)
    names["attention_line"] = _mixed(colours.attention_soft, colours.attention, 0.35)
    names["accent_strong"] = _mixed(colours.accent, colours.text, 0.2)
    names["accent_deep"] = _mixed(colours.accent, colours.text, 0.4)
    names["accent_pressed"] = _mixed(colours.accent_soft, colours.accent, _PRESSED)
    names["bad_pressed"] = _mixed(colours.bad_soft, colours.bad, _PRESSED)
    tones = (
        _TONE.substitute(
            tone=tone,
            colour=colours.of(tone),
            soft=colours.of(f"{tone}_soft"),
            line=colours.line,
            surface=colours.surface,
        )
        for tone in TONES
    )
    return _SHEET.substitute(names) + "".join(tones)


def palette(colours: Colours) -> QPalette:
    """Return Fusion's palette in these colours; selection, placeholders, links and disabled texts stay readable."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, roles in (
        ("background", (role.Window,)),
        ("surface", (role.Base, role.Button, role.ToolTipText, role.Light)),
        ("sunk", (role.AlternateBase, role.Midlight)),
        ("line", (role.Shadow,)),
        ("outline", (role.Mid, role.Dark)),
        ("text", (role.WindowText, role.Text, role.ButtonText, role.ToolTipBase)),
        ("secondary", (role.PlaceholderText,)),
        ("accent", (role.Highlight, role.Accent, role.Link, role.LinkVisited)),
        ("on_accent", (role.HighlightedText, role.BrightText)),
    ):
        for key in roles:
            made.setColor(key, QColor(colours.of(name)))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(colours.secondary))
    return made
