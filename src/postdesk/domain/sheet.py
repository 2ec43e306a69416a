"""Postdesk's own sheet: posts as rows of a CSV file, which a spreadsheet can show and change.

A **row** is one post, with the text of each cell. Text that a spreadsheet would take for a formula gets an apostrophe in front,
which is removed again when read (OWASP, "CSV Injection"), so that a round trip changes nothing. This module knows Postdesk's
own columns only; `import_columns` also recognises those of other programs.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from postdesk.domain.drafts import CONTENT_FIELDS, Draft, Variant
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.oddities import replace_surrogates
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.domain.times import WallTimeKind, resolve

NONE: Final = "(none)"
"""The cell for an empty value of a platform's own. An empty cell means the shared value."""

DRAFT: Final = "draft"
_GUARDED: Final = re.compile(r"'*(?:[=+\-@\t\r\n＝＋－＠]|\(none\)\Z)")
_QUOTE: Final = '"'
_QUOTED: Final = re.compile('[",\r\n]')


class SheetField(StrEnum):
    """The field in a column. The value is its name in the first row."""

    CLIENT = "Client"
    DATE = "Date"
    TIME = "Time"
    ZONE = "Time zone"
    PLATFORMS = "Platforms"
    TEXT = "Text"
    TITLE = "Title"
    MEDIA = "Media"
    COVER = "Cover"
    LABELS = "Labels"
    STATE = "State"


OWN: Final = (SheetField.TEXT, SheetField.TITLE, SheetField.MEDIA, SheetField.COVER)
"""The fields that a platform can have of its own, in a column of its own."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: of a shared field, or of a platform's own."""

    field: SheetField
    platform: Platform | None = None

    @property
    def name(self) -> str:
        """The name in the first row: "Text" or "LinkedIn text", for example."""
        return f"{self.platform.short} {self.field.lower()}" if self.platform else str(self.field)


USUAL: Final = (*(SheetColumn(field) for field in SheetField), *(SheetColumn(SheetField.TEXT, platform) for platform in Platform))
"""The columns of every sheet."""

COLUMNS: Final = (*USUAL, *(SheetColumn(field, platform) for field in OWN[1:] for platform in Platform))
"""All columns. Those of a platform's own title, media and cover are written only where a post has these."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One post as a row. `platforms`: their names. `own`: the fields that a platform gets in place of the shared ones.

    `date` and `time` are those of a clock in `zone` (IANA), empty without a time, see `clock_texts`.
    """

    client: str = ""
    date: str = ""
    time: str = ""
    zone: str = ""
    platforms: tuple[str, ...] = ()
    text: str = ""
    title: str = ""
    media: str = ""
    cover: str = ""
    labels: tuple[str, ...] = ()
    state: str = ""
    own: tuple[Variant, ...] = ()


def row_of(draft: Draft, client: str, zone: ZoneInfo, state: PostState | None = None) -> SheetRow:
    """Return the row of a draft with one time, or of a post in the form of a draft. `state` is None for a draft."""
    date, time = clock_texts(draft.due_at, zone) if draft.due_at else ("", "")
    return SheetRow(
        client=client,
        date=date,
        time=time,
        zone=zone.key,
        platforms=tuple(platform.short for platform in draft.platforms),
        text=draft.text,
        title=draft.title,
        media=draft.media_url,
        cover=draft.thumbnail_url,
        labels=draft.labels,
        state=state_word(state),
        own=draft.variants,
    )


def state_word(state: PostState | None) -> str:
    """Return the name of a post's state in a sheet: that of its group, or "draft"."""
    if state is None:
        return DRAFT
    return group_word(next(group for group in StateGroup if state in group.value))


def group_word(group: StateGroup) -> str:
    """Return the name of a group of states in a sheet."""
    return group.name.lower().replace("_", " ")


def clock_texts(moment: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Return `YYYY-MM-DD` and `HH:MM` (with seconds unless they are 0) in `zone`.

    A time that the clock shows twice on that day carries its UTC offset: `01:30+01:00`.
    """
    there = moment.astimezone(zone).replace(microsecond=0)
    wall = there.replace(tzinfo=None)
    doubled = resolve(wall, zone).kind is WallTimeKind.DOUBLED
    written = (there if doubled else wall).isoformat(timespec="seconds" if there.second else "minutes")
    date, _, time = written.partition("T")
    return date, time


def storable_cell(text: str) -> str:
    """Return the text with U+FFFD for each NUL and lone surrogate, which no file can hold."""
    return replace_surrogates(text).replace("\0", "\ufffd")


def escape_cell(text: str) -> str:
    """Return the text as a cell that no spreadsheet takes for a formula."""
    clean = storable_cell(text)
    return f"'{clean}" if _GUARDED.match(clean) else clean


def unescape_cell(cell: str) -> str:
    """Return the text of a cell, without the apostrophe that `escape_cell` added."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def csv_lines(rows: Sequence[SheetRow], delimiter: str = ",") -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180, each with its CR LF), the names of the columns first."""
    columns = (*USUAL, *(column for column in COLUMNS[len(USUAL) :] if any(_own(row, column) is not None for row in rows)))
    yield _line([column.name for column in columns], delimiter)
    for row in rows:
        yield _line([cell_of(row, column) for column in columns], delimiter)


def _line(cells: Sequence[str], delimiter: str) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=delimiter).writerow(cells)
    return line.getvalue()


def column_named(name: str) -> SheetColumn | None:
    """Return the column of that name, in any case; None for an unknown name."""
    wanted = " ".join(name.split()).casefold()
    return next((column for column in COLUMNS if column.name.casefold() == wanted), None)


def cell_of(row: SheetRow, column: SheetColumn) -> str:
    """Return the cell of a column in a row."""
    if column.platform:
        own = _own(row, column)
        return NONE if own == "" else escape_cell(own or "")
    value = getattr(row, column.field.name.lower())
    return escape_cell(value if isinstance(value, str) else _listed(value))


def _own(row: SheetRow, column: SheetColumn) -> str | None:
    """Return the own value of the column's platform; None where it shares what other platforms get."""
    variant = next((own for own in row.own if own.platform is column.platform), None)
    word: str | None = getattr(variant, _piece(column.field)) if variant else None
    return word


def row_from(cells: Iterable[tuple[SheetColumn, str]]) -> SheetRow:
    """Return the row with these cells. Fields without a cell are empty."""
    shared = dict[str, Any]()
    own = dict[Platform, Variant]()
    for column, cell in cells:
        if column.platform is None:
            text = unescape_cell(cell)
            lists = column.field in (SheetField.PLATFORMS, SheetField.LABELS)
            shared[column.field.name.lower()] = _taken_apart(text) if lists else text
        elif cell:
            piece: Any = {_piece(column.field): "" if cell == NONE else unescape_cell(cell)}
            own[column.platform] = replace(own.get(column.platform, Variant(column.platform)), **piece)
    return SheetRow(**shared, own=tuple(own[platform] for platform in Platform if platform in own))


def _piece(field: SheetField) -> str:
    return CONTENT_FIELDS[OWN.index(field)]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word.replace(_QUOTE, 2 * _QUOTE)}"' if _QUOTED.search(word) else word for word in words)


def _taken_apart(text: str) -> tuple[str, ...]:
    found = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    return tuple(bare for line in found for word in line if (bare := word.strip()))
