"""The columns of a file: recognition by Postdesk's own names and other schedulers', and conversion of cells to rows of a sheet.

Buffer's bulk files have Text, Image URL, Tags, Posting Time and Board Name ("How to upload posts in bulk", support.buffer.com,
article 926); Publer's have Date, Text, Link(s), Media URL(s), Title, Label(s), Alt text(s), Comment(s), Pin board, Post
subtype, CTA and Reminder, each with a hint behind a dash ("What CSV template should I use?", publer.com/help). Both as of
November 2026.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from postdesk.domain.csv_files import CsvFile, Record
from postdesk.domain.platforms import Platform, parse_platform
from postdesk.domain.sheet import Column, Field, Row, column_named, row_from


class Beside(StrEnum):
    """The content of other schedulers' columns for which a post has no field."""

    LINKS = "links"  # appended to the text
    NO_PLACE = "no_place"  # alternative texts, first comments, boards: not supported by MyPostShare


Target = Column | Beside | None
"""The destination of a column; None: the column is left out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The destination of each column of a file, in the order of the columns."""

    targets: tuple[Target, ...]

    def has(self, field: Field) -> bool:
        """Return True if a column holds the shared value of that field."""
        return Column(field) in self.targets

    def with_target(self, place: int, target: Target) -> "Shape":
        """Return the mapping with another destination for one column; any other column of that field is left out."""
        freed = tuple(None if each == target and isinstance(each, Column) else each for each in self.targets)
        return Shape((*freed[:place], target, *freed[place + 1 :]))


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row as in the file, with its number there. `files`: the number of addresses in the media cell."""

    number: int
    row: Row
    files: int = 0


_NAMES: Final[tuple[tuple[str, Column | Beside], ...]] = (
    ("text", Column(Field.TEXT)),
    ("message", Column(Field.TEXT)),
    ("caption", Column(Field.TEXT)),
    ("content", Column(Field.TEXT)),
    ("post", Column(Field.TEXT)),
    ("post text", Column(Field.TEXT)),
    ("description", Column(Field.TEXT)),
    ("date", Column(Field.DATE)),
    ("day", Column(Field.DATE)),
    ("date and time", Column(Field.DATE)),
    ("datetime", Column(Field.DATE)),
    ("posting time", Column(Field.DATE)),
    ("scheduled time", Column(Field.DATE)),
    ("scheduled at", Column(Field.DATE)),
    ("schedule date", Column(Field.DATE)),
    ("publish date", Column(Field.DATE)),
    ("publish at", Column(Field.DATE)),
    ("time", Column(Field.TIME)),
    ("hour", Column(Field.TIME)),
    ("timezone", Column(Field.ZONE)),
    ("zone", Column(Field.ZONE)),
    ("client", Column(Field.CLIENT)),
    ("brand", Column(Field.CLIENT)),
    ("customer", Column(Field.CLIENT)),
    ("platform", Column(Field.PLATFORMS)),
    ("network", Column(Field.PLATFORMS)),
    ("channel", Column(Field.PLATFORMS)),
    ("social network", Column(Field.PLATFORMS)),
    ("title", Column(Field.TITLE)),
    ("media url", Column(Field.MEDIA)),
    ("media link", Column(Field.MEDIA)),
    ("image url", Column(Field.MEDIA)),
    ("image", Column(Field.MEDIA)),
    ("video url", Column(Field.MEDIA)),
    ("picture", Column(Field.MEDIA)),
    ("thumbnail", Column(Field.COVER)),
    ("thumbnail url", Column(Field.COVER)),
    ("cover image", Column(Field.COVER)),
    ("label", Column(Field.LABELS)),
    ("tag", Column(Field.LABELS)),
    ("category", Column(Field.LABELS)),
    ("status", Column(Field.STATE)),
    ("link", Beside.LINKS),
    ("url", Beside.LINKS),
    *((name, Column(Field.DATE)) for name in ("datum", "tag der veröffentlichung", "fecha", "veröffentlichung")),
    *((name, Column(Field.TIME)) for name in ("uhrzeit", "zeit", "heure", "hora", "ora", "tijd")),
    *((name, Column(Field.TEXT)) for name in ("beitrag", "texte", "texto", "testo")),
    *((name, Column(Field.TITLE)) for name in ("titel", "titre", "título", "titolo")),
    *((name, Column(Field.CLIENT)) for name in ("kunde", "cliente", "klant")),
    *((name, Column(Field.PLATFORMS)) for name in ("plattform", "plattformen", "kanal", "plateforme", "plataforma")),
    ("zeitzone", Column(Field.ZONE)),
    ("alt text", Beside.NO_PLACE),
    ("comment", Beside.NO_PLACE),
    ("first comment", Beside.NO_PLACE),
    ("board name", Beside.NO_PLACE),
    ("pin board", Beside.NO_PLACE),
    ("pin board, fb album, or google category", Beside.NO_PLACE),
    ("post subtype", Beside.NO_PLACE),
    ("cta", Beside.NO_PLACE),
    ("reminder", Beside.NO_PLACE),
)
"""The names of columns in other schedulers' and users' files, in the singular and lower case."""

_HINT: Final = re.compile(r"(?<!\s)\s++[-–—]\s.*$", re.DOTALL)
_PLURAL: Final = re.compile(r"(?<=\w\w)(?:\(s\)|s)(?=\s|$)")
_APART: Final = re.compile(r"[;|/+&\n]")
_ADDRESS: Final = re.compile(r"(https?://\S+?(?=[,;|]? ?(?:[,;| ] ?https?://|$)))|https?://\S+", re.IGNORECASE)
"""The group matches an address that is followed by another address or the end. Any other address is matched as a whole, without
the group, so that no match begins inside it.
"""
_SHORTER: Final = (("fb", "facebook"), ("ig", "instagram"), ("insta", "instagram"), ("li", "linkedin"), ("yt", "youtube"))


def recognised(header: Sequence[str]) -> Shape:
    """Return the mapping of the columns by their names. Of several columns for one field, the first is used."""
    found = list[Target]()
    for name in header:
        target = _named(name)
        found.append(None if isinstance(target, Column) and target in found else target)
    return Shape(tuple(found))


def _named(name: str) -> Target:
    if own := column_named(name):
        return own
    bare = " ".join(without_hint(name).replace("_", " ").casefold().split())
    known = dict(_NAMES)
    return known.get(bare) or known.get(_PLURAL.sub("", bare))


def without_hint(name: str) -> str:
    """Return a column's name without the hint behind a dash."""
    return _HINT.sub("", name)


def file_rows(file: CsvFile, shape: Shape) -> Iterator[FileRow]:
    """Yield the rows of the file as rows of a sheet."""
    for record in file.records:
        yield _file_row(record, shape)


def _file_row(record: Record, shape: Shape) -> FileRow:
    pairs = tuple(zip(shape.targets, record.cells, strict=False))
    row = row_from((target, cell) for target, cell in pairs if isinstance(target, Column))
    links = " ".join(cell for target, cell in pairs if target is Beside.LINKS).strip()
    media, files = _first_file(row.media)
    return FileRow(record.number, replace(row, text=_linked(row.text, links), media=media), files)


def _linked(text: str, links: str) -> str:
    """Return the text with those links below it that it does not contain."""
    missing = [link for link in addresses(links) or links.split() if link not in text]
    return "\n".join(part for part in (text, *missing) if part)


def _first_file(cell: str) -> tuple[str, int]:
    """Return the first of several addresses and their number; any other cell unchanged."""
    found = addresses(cell)
    return (found[0], len(found)) if len(found) > 1 else (cell, int(bool(cell.strip())))


def addresses(cell: str) -> tuple[str, ...]:
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
