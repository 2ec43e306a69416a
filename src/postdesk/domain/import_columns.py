"""The columns of a file: recognition by Postdesk's own names and other schedulers', and conversion of cells to rows of a sheet.

Buffer's bulk files have Text, Image URL, Tags, Posting Time and Board Name ("How to upload posts in bulk", support.buffer.com,
article 926); Publer's have Date, Text, Link(s), Media URL(s), Title, Label(s), Alt text(s), Comment(s), Pin board, Post
subtype, CTA and Reminder, each with a hint behind a dash ("What CSV template should I use?", publer.com/help). Both as of
November 2026.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from postdesk.domain.csv_files import CsvFile, CsvRecord
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform, parse_platform
from postdesk.domain.sheet import SheetColumn, SheetField, SheetRow, column_named, row_from


class ExtraColumn(StrEnum):
    """The content of other schedulers' columns for which a post has no field."""

    LINKS = "links"  # appended to the text
    NO_PLACE = "no_place"  # alternative texts, first comments, boards: not supported by MyPostShare


ColumnTarget = SheetColumn | ExtraColumn | None
"""The destination of a column; None: the column is left out."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The destination of each column of a file, in the order of the columns."""

    targets: tuple[ColumnTarget, ...]

    def has(self, field: SheetField) -> bool:
        """Return True if a column holds the shared value of that field."""
        return SheetColumn(field) in self.targets

    def with_target(self, place: int, target: ColumnTarget) -> "ColumnMapping":
        """Return the mapping with another destination for one column; any other column of that field is left out."""
        freed = tuple(None if each == target and isinstance(each, SheetColumn) else each for each in self.targets)
        return ColumnMapping((*freed[:place], target, *freed[place + 1 :]))


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row as in the file, with its number there. `files`: the number of addresses in the media cell."""

    number: int
    row: SheetRow
    files: int = 0


_NAMES: Final[dict[SheetField | ExtraColumn, str]] = {
    SheetField.TEXT: "text|message|caption|content|post|post text|description|beitrag|texte|texto|testo",
    SheetField.DATE: "date|day|date and time|datetime|posting time|scheduled time|scheduled at|schedule date|publish date"
    "|publish at|datum|tag der veröffentlichung|fecha|veröffentlichung",
    SheetField.TIME: "time|hour|uhrzeit|zeit|heure|hora|ora|tijd",
    SheetField.ZONE: "timezone|zone|zeitzone",
    SheetField.CLIENT: "client|brand|customer|kunde|cliente|klant",
    SheetField.PLATFORMS: "platform|network|channel|social network|plattform|plattformen|kanal|plateforme|plataforma",
    SheetField.TITLE: "title|titel|titre|título|titolo",
    SheetField.MEDIA: "media url|media link|image url|image|video url|picture",
    SheetField.COVER: "thumbnail|thumbnail url|cover image",
    SheetField.LABELS: "label|tag|category",
    SheetField.STATE: "status",
    ExtraColumn.LINKS: "link|url",
    ExtraColumn.NO_PLACE: "alt text|comment|first comment|board name|pin board|pin board, fb album, or google category"
    "|post subtype|cta|reminder",
}
"""The names of columns in other schedulers' and users' files, in the singular and lower case."""
_TARGETS: Final = {
    name: SheetColumn(target) if isinstance(target, SheetField) else target
    for target, names in _NAMES.items()
    for name in names.split("|")
}

_HINT: Final = re.compile(r"(?<!\s)\s++[-–—]\s.*$", re.DOTALL)
_PLURAL: Final = re.compile(r"(?<=\w\w)(?:\(s\)|s)(?=\s|$)")
_APART: Final = re.compile(r"[;|/+&\n]")
_ADDRESS: Final = re.compile(r"(https?://\S+?(?=[,;|]? ?(?:[,;| ] ?https?://|$)))|https?://\S+", re.IGNORECASE)
"""The group matches an address that is followed by another address or the end. Any other address is matched as a whole, without
the group, so that no match begins inside it.
"""
_SHORTER: Final = (("fb", "facebook"), ("ig", "instagram"), ("insta", "instagram"), ("li", "linkedin"), ("yt", "youtube"))


def recognise_columns(header: Sequence[str]) -> ColumnMapping:
    """Return the mapping of the columns by their names. Of several columns for one field, the first is used."""
    found = list[ColumnTarget]()
    for name in header:
        target = _named(name)
        found.append(None if isinstance(target, SheetColumn) and target in found else target)
    return ColumnMapping(tuple(found))


def _named(name: str) -> ColumnTarget:
    if own := column_named(name):
        return own
    bare = " ".join(strip_hint(name).replace("_", " ").casefold().split())
    return _TARGETS.get(bare) or _TARGETS.get(_PLURAL.sub("", bare))


def strip_hint(name: str) -> str:
    """Return a column's name without the hint behind a dash."""
    return _HINT.sub("", name)


def file_rows(file: CsvFile, shape: ColumnMapping) -> Iterator[FileRow]:
    """Yield the rows of the file as rows of a sheet."""
    for record in file.records:
        yield _file_row(record, shape)


def _file_row(record: CsvRecord, shape: ColumnMapping) -> FileRow:
    pairs = tuple(zip(shape.targets, record.cells, strict=False))
    row = row_from((target, cell) for target, cell in pairs if isinstance(target, SheetColumn))
    links = " ".join(cell for target, cell in pairs if target is ExtraColumn.LINKS).strip()
    media, files = _first_file(row.media)
    return FileRow(record.number, replace(row, text=_linked(row.text, links), media=media), files)


def _linked(text: str, links: str) -> str:
    """Return the text with those links below it that it does not contain."""
    missing = [link for link in find_addresses(links) or links.split() if link not in text]
    return "\n".join(part for part in (text, *missing) if part)


def _first_file(cell: str) -> tuple[str, int]:
    """Return the first of several addresses and their number; any other cell unchanged."""
    found = find_addresses(cell)
    return (found[0], len(found)) if len(found) > 1 else (cell, int(bool(cell.strip())))


def find_addresses(cell: str) -> tuple[str, ...]:
    """Return the web addresses in a cell, separated by commas, bars or blanks; an address may contain a comma."""
    found = _ADDRESS.finditer(" ".join(cell.split()))
    return tuple(match[1].rstrip(",;|") for match in found if match[1])


def platforms_named(words: Sequence[str]) -> tuple[tuple[Platform, ...], tuple[str, ...]]:
    """Return the platforms in their usual order, and the words that name none."""
    parts = [part.strip() for word in words for part in _APART.split(word) if part.strip()]
    found = {part: platform_named(part) for part in parts}
    named = {platform for platform in found.values() if platform}
    return tuple(each for each in Platform if each in named), tuple(part for part, platform in found.items() if not platform)


def platform_named(word: str) -> Platform | None:
    """Return the platform with that key, label or usual abbreviation: "X (Twitter)", "IG"."""
    key = word.strip().casefold()
    labelled = (each for each in Platform if key in (each.label.casefold(), each.short.casefold()))
    return parse_platform(dict(_SHORTER).get(key, key)) or next(labelled, None)
