"""The window that the tests drive: one of each kind of widget that a scenario can use."""

from typing import TypeVar

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

T = TypeVar("T", bound=QWidget)

WORDS = ("Refuse the connection", "Do it, drop connection", "Wait, then do it")


class Window(QMainWindow):
    """A window whose `heard` records the actions on it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.setWindowTitle("A window")
        self.body = QWidget()
        self.setCentralWidget(self.body)
        self.column = QVBoxLayout(self.body)
        self.label = self._add(QLabel("Nothing yet"), "label")
        self.button = self._add(QPushButton("&Publish now…"), "publish")
        self.button.clicked.connect(lambda: self._hear("publish"))
        self.box = self._add(QCheckBox("Always"), "always")
        self.field = self._add(QLineEdit(), "field")
        self.text = self._add(QPlainTextEdit(), "text")
        self.combo = self._add(QComboBox(), "fault")
        self.combo.addItems(WORDS)
        self.tabs = self._add(QTabBar(), "tabs")
        for name in ("Shared", "X"):
            self.tabs.addTab(name)
        self.list = self._add(QListWidget(), "pages")
        self.list.addItems([f"Page {n}" for n in range(60)])
        self.table = self._add(QTableWidget(2, 2), "table")
        for row, cells in enumerate((("First post", "Published"), ("Second post", "Locked"))):
            for column, cell in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(cell))
        self._add_menu()
        self.deep = self._add_below_the_fold()

    def cover(self, widget: QWidget) -> QLabel:
        """Lay something over a widget."""
        over = QLabel("over it", self.body)
        over.setAccessibleIdentifier("cover")
        over.setGeometry(widget.geometry())
        over.show()
        return over

    def ask(self) -> QDialog:
        """Open a dialog that has to be answered first."""
        dialog = QDialog(self)
        dialog.setAccessibleIdentifier("question")
        column = QVBoxLayout(dialog)
        yes = QPushButton("Yes")
        yes.setAccessibleIdentifier("yes")
        yes.clicked.connect(dialog.accept)
        column.addWidget(yes)
        dialog.open()
        return dialog

    def _add_menu(self) -> None:
        """Add a tool button with a menu, which runs its own loop while it is open."""
        self.more = self._add(QToolButton(), "more")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        menu.addAction("Copy to another client…", lambda: self._hear("copy"))
        menu.addAction("Not now").setEnabled(False)
        self.more.setMenu(menu)

    def _add_below_the_fold(self) -> QPushButton:
        inner = QWidget()
        inner.setMinimumHeight(2000)
        deep = QPushButton("Deep", inner)
        deep.setAccessibleIdentifier("deep")
        deep.move(0, 1900)
        deep.clicked.connect(lambda: self._hear("deep"))
        area = self._add(QScrollArea(), "area")
        area.setWidgetResizable(True)
        area.setWidget(inner)
        return deep

    def _add(self, widget: T, identifier: str) -> T:
        widget.setAccessibleIdentifier(identifier)
        self.column.addWidget(widget)
        return widget

    def _hear(self, what: str) -> None:
        self.heard.append(what)
        self.label.setText(f"heard {what}")
