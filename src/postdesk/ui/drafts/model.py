"""The drafts that match a filter, and the texts of each line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from postdesk.domain.clients import Client, zone_of
from postdesk.domain.draft_search import DraftFilter, Excerpt, excerpt, typed_words
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.text.names import names
from postdesk.ui.text.times import recent_text, when_text

translate = QCoreApplication.translate

PAGE: Final = 50
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class DraftLine:
    """The content of a line: `name` of a template, `about` for client and platforms, `changed` for its last edit.

    `passed`: the time has passed, and `when` says so.
    """

    name: str
    words: Excerpt
    client: Client | None
    about: str
    when: str
    labels: tuple[str, ...]
    changed: str
    passed: bool = False

    @property
    def all_about(self) -> str:
        """Client, platforms and time in one line, a time that has passed first."""
        parts = (self.when, self.about) if self.passed else (self.about, self.when)
        return " · ".join(part for part in parts if part)


def draft_line(draft: Draft, client: Client | None, zone: ZoneInfo, now: datetime, searched: tuple[str, ...]) -> DraftLine:
    """Return the line of a draft, with its times in this zone. `searched` are the words to mark."""
    own = (word for variant in draft.variants for word in (variant.text, variant.title) if word)
    parts = (client.name if client else "", names(draft.platforms))
    when = when_text(draft.due_at, zone, now) if draft.due_at else ""
    passed = draft.due_at is not None and draft.due_at <= now
    return DraftLine(
        name=draft.template,
        words=excerpt((draft.text, draft.title, *own), searched),
        client=client,
        about=" · ".join(part for part in parts if part),
        when=translate("Drafts", "Passed: {0}").format(when) if passed else when,
        labels=draft.labels,
        changed=recent_text(draft.updated_at, zone, now) if draft.updated_at else "",
        passed=passed,
    )


def deleted_words(gone: Sequence[Draft]) -> str:
    """Return the sentence about deleted drafts or templates."""
    templates = all(draft.template for draft in gone)
    if len(gone) == 1:
        return translate("Drafts", "Template deleted.") if templates else translate("Drafts", "Draft deleted.")
    words = translate("Drafts", "{0} templates deleted.") if templates else translate("Drafts", "{0} drafts deleted.")
    return words.format(len(gone))


def edited_words(line: DraftLine) -> str:
    """Return the time of the last edit, in words."""
    return translate("Drafts", "edited {0}").format(line.changed)


def passed_words() -> str:
    """Return the sentence about a draft whose time has passed, and the next step."""
    return translate("Drafts", "The time has passed. Select a new one.")


def spoken_line(line: DraftLine) -> str:
    """Return a whole line, for a screen reader."""
    said = [line.name, line.words.text or translate("Drafts", "No text yet"), line.all_about]
    if line.labels:
        said.append(translate("Drafts", "labels: {0}").format(", ".join(line.labels)))
    if line.passed:
        said.append(passed_words())
    said.append(edited_words(line))
    return "; ".join(part for part in said if part)


class DraftsModel(QAbstractListModel):
    """The drafts or templates that match the filter, the last changed first."""

    def __init__(self, session: WorkspaceSession, local_zone: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._local_zone = session, local_zone
        self._wanted = DraftFilter()
        self._drafts: list[Draft] = []
        self._lines: dict[int, DraftLine] = {}
        self._ended = True

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the times, as in the calendar: the client's, or this computer's for all clients."""
        return zone_of(self._session.clients.get(self._wanted.client_id), self._local_zone)

    def show(self, wanted: DraftFilter) -> None:
        """Show the matches of another filter, from the top."""
        self._wanted = wanted
        self._read(PAGE)

    def show_again(self, wanted: DraftFilter) -> None:
        """Show the matches as they are now: as many as were read before."""
        self._wanted = wanted
        self._read(max(PAGE, len(self._drafts)))

    def draft(self, index: Index) -> Draft | None:
        """Return the draft of a line."""
        return self._drafts[index.row()] if index.isValid() else None

    def line(self, index: Index) -> DraftLine:
        """Return the content of a line, made when it is first asked for."""
        row = index.row()
        if row not in self._lines:
            draft, session = self._drafts[row], self._session
            searched = typed_words(self._wanted.text)
            client = session.clients.get(draft.client_id)
            self._lines[row] = draft_line(draft, client, self.zone, session.clock.now(), searched)
        return self._lines[row]

    def index_of(self, draft_id: str) -> QModelIndex:
        """Return the index of a draft; invalid where it was not read."""
        row = next((n for n, draft in enumerate(self._drafts) if draft.id == draft_id), None)
        return QModelIndex() if row is None else self.index(row)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._drafts)

    def canFetchMore(self, parent: Index) -> bool:
        return not self._ended

    def fetchMore(self, parent: Index) -> None:
        first = len(self._drafts)
        more = self._session.drafts.found(self._wanted, PAGE, first)
        self._ended = len(more) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._drafts += more
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return passed_words() if self.line(index).passed else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return spoken_line(self.line(index))

    def _read(self, limit: int) -> None:
        found = list(self._session.drafts.found(self._wanted, limit))
        self.beginResetModel()
        self._drafts = found
        self._lines.clear()
        self._ended = len(self._drafts) < limit
        self.endResetModel()
