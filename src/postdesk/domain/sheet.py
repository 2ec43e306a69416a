"""Postdesk's own sheet: posts as rows of a CSV file, which a spreadsheet can show and change.

A **row** is one post, all of it text as it stands in the cells. What a spreadsheet would take for a formula gets an apostrophe
in front, which is taken off when it is read (OWASP, "CSV Injection"), so that what is read is what was written. `importing` reads
whole files, since they come from anywhere.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from postdesk.domain.drafts import WORDS, Draft, Variant
from postdesk.domain.oddities import encodable
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.domain.times import WallTime, resolve

NONE: Final = "(none)"
"""In a platform's own column: nothing there, whatever the others get; an empty cell shares what they get."""

DRAFT: Final = "draft"
_GUARDED: Final = re.compile(r"'*(?:[=+\-@\t\r\n＝＋－＠]|\(none\)\Z)")
_QUOTE: Final = '"'
_QUOTED: Final = re.compile('[",\r\n]')


class Field(StrEnum):
    """What a column holds; the value is its name in the first row."""

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


OWN: Final = (Field.TEXT, Field.TITLE, Field.MEDIA, Field.COVER)
"""What a platform can have of its own, in a column of its own."""


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one column: shared, or a platform's own."""

    field: Field
    platform: Platform | None = None

    @property
    def name(self) -> str:
        """Its name in the first row: "Text", "LinkedIn text"."""
        return f"{self.platform.short} {self.field.lower()}" if self.platform else str(self.field)


USUAL: Final = (*(Column(field) for field in Field), *(Column(Field.TEXT, platform) for platform in Platform))
"""The columns that each sheet has."""

COLUMNS: Final = (*USUAL, *(Column(field, platform) for field in OWN[1:] for platform in Platform))
"""All there are: a platform's own title, media and cover have a column where a post has them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One post as a sheet has it. `platforms` are their names, in words; `own`: what a platform gets in place of what is shared.

    `date` and `time` are what a clock in `zone` (IANA) shows, empty without a time: see `on_the_clock`.
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


def row_of(draft: Draft, client: str, zone: ZoneInfo, state: PostState | None = None) -> Row:
    """A draft of one time, or a post as the draft that it could become again, as a row. `state` is None for a draft."""
    date, time = on_the_clock(draft.due_at, zone) if draft.due_at else ("", "")
    return Row(
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
    """What a sheet says of a post's state: the name of its group, or that it is a draft."""
    if state is None:
        return DRAFT
    return group_word(next(group for group in StateGroup if state in group.value))


def group_word(group: StateGroup) -> str:
    """The same of a group."""
    return group.name.lower().replace("_", " ")


def on_the_clock(moment: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """`YYYY-MM-DD` and `HH:MM` (with seconds where there are some) in `zone`.

    A time that the clock shows twice on that day carries its distance from UTC: `01:30+01:00`.
    """
    there = moment.astimezone(zone).replace(microsecond=0)
    wall = there.replace(tzinfo=None)
    doubled = resolve(wall, zone).kind is WallTime.DOUBLED
    written = (there if doubled else wall).isoformat(timespec="seconds" if there.second else "minutes")
    date, _, time = written.partition("T")
    return date, time


def cleaned(text: str) -> str:
    """The text with U+FFFD for each NUL and lone surrogate, which no file can hold."""
    return encodable(text).replace("\0", "\ufffd")


def guarded(text: str) -> str:
    """The text as it stands in a cell: nothing that would be computed."""
    clean = cleaned(text)
    return f"'{clean}" if _GUARDED.match(clean) else clean


def unguarded(cell: str) -> str:
    """The text that stands in a cell."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def written(rows: Sequence[Row], delimiter: str = ",") -> Iterator[str]:
    """The lines of a CSV file (RFC 4180, each with its CR LF), the names of the columns first."""
    columns = (*USUAL, *(column for column in COLUMNS[len(USUAL) :] if any(_own(row, column) is not None for row in rows)))
    yield _line([column.name for column in columns], delimiter)
    for row in rows:
        yield _line([cell_of(row, column) for column in columns], delimiter)


def _line(cells: Sequence[str], delimiter: str) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=delimiter).writerow(cells)
    return line.getvalue()


def column_named(name: str) -> Column | None:
    """The column of that name, in any case; None if it is none of ours."""
    wanted = " ".join(name.split()).casefold()
    return next((column for column in COLUMNS if column.name.casefold() == wanted), None)


def cell_of(row: Row, column: Column) -> str:
    """What stands in that cell of a row."""
    if column.platform:
        own = _own(row, column)
        return NONE if own == "" else guarded(own or "")
    value = getattr(row, column.field.name.lower())
    return guarded(value if isinstance(value, str) else _listed(value))


def _own(row: Row, column: Column) -> str | None:
    """What the column's platform has of its own there; None where it shares what the others get."""
    variant = next((own for own in row.own if own.platform is column.platform), None)
    word: str | None = getattr(variant, _piece(column.field)) if variant else None
    return word


def row_from(cells: Iterable[tuple[Column, str]]) -> Row:
    """The row with these cells; what has none is empty."""
    shared = dict[str, Any]()
    own = dict[Platform, Variant]()
    for column, cell in cells:
        if column.platform is None:
            text = unguarded(cell)
            lists = column.field in (Field.PLATFORMS, Field.LABELS)
            shared[column.field.name.lower()] = _taken_apart(text) if lists else text
        elif cell:
            piece: Any = {_piece(column.field): "" if cell == NONE else unguarded(cell)}
            own[column.platform] = replace(own.get(column.platform, Variant(column.platform)), **piece)
    return Row(**shared, own=tuple(own[platform] for platform in Platform if platform in own))


def _piece(field: Field) -> str:
    return WORDS[OWN.index(field)]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word.replace(_QUOTE, 2 * _QUOTE)}"' if _QUOTED.search(word) else word for word in words)


def _taken_apart(text: str) -> tuple[str, ...]:
    found = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    return tuple(bare for line in found for word in line if (bare := word.strip()))
