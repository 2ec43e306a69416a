"""From the cells of a file to rows of Postdesk's own sheet: which column holds what, in its own words and in those of others.

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
    """What the columns of others hold that has no place of its own in a post."""

    LINKS = "links"  # go to the end of the text
    NO_PLACE = "no_place"  # alternative texts, first comments, boards: MyPostShare takes none


Target = Column | Beside | None
"""Where a column goes; None: it is left out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where each column of a file goes, in their order."""

    targets: tuple[Target, ...]

    def has(self, field: Field) -> bool:
        """Whether a column holds that, shared."""
        return Column(field) in self.targets

    def with_target(self, place: int, target: Target) -> "Shape":
        """The shape with one column going elsewhere; what another column held goes to this one alone."""
        freed = tuple(None if each == target and isinstance(each, Column) else each for each in self.targets)
        return Shape((*freed[:place], target, *freed[place + 1 :]))


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row as it stands in the file, by its number there. `files`: how many its media cell names."""

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
"""What the columns of other schedulers and of people are called, in the singular and lower case."""

_HINT: Final = re.compile(r"(?<!\s)\s++[-–—]\s.*$", re.DOTALL)
_PLURAL: Final = re.compile(r"(?<=\w\w)(?:\(s\)|s)(?=\s|$)")
_APART: Final = re.compile(r"[;|/+&\n]")
_ADDRESS: Final = re.compile(r"(https?://\S+?(?=[,;|]? ?(?:[,;| ] ?https?://|$)))|https?://\S+", re.IGNORECASE)
"""In its group an address that another or the end follows. Any other is passed over as a whole: it is not begun again in it."""
_SHORTER: Final = (("fb", "facebook"), ("ig", "instagram"), ("insta", "instagram"), ("li", "linkedin"), ("yt", "youtube"))


def recognised(header: Sequence[str]) -> Shape:
    """Where the columns go by their names; the first of several that would hold the same."""
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
    """A column's name without what is explained behind a dash."""
    return _HINT.sub("", name)


def file_rows(file: CsvFile, shape: Shape) -> Iterator[FileRow]:
    """The file's rows as a sheet has them."""
    for record in file.records:
        yield _file_row(record, shape)


def _file_row(record: Record, shape: Shape) -> FileRow:
    pairs = tuple(zip(shape.targets, record.cells, strict=False))
    row = row_from((target, cell) for target, cell in pairs if isinstance(target, Column))
    links = " ".join(cell for target, cell in pairs if target is Beside.LINKS).strip()
    media, files = _first_file(row.media)
    return FileRow(record.number, replace(row, text=_linked(row.text, links), media=media), files)


def _linked(text: str, links: str) -> str:
    """The text with what it does not have of the links below it."""
    missing = [link for link in addresses(links) or links.split() if link not in text]
    return "\n".join(part for part in (text, *missing) if part)


def _first_file(cell: str) -> tuple[str, int]:
    """The first of several addresses, and how many there are; any other cell as it is."""
    found = addresses(cell)
    return (found[0], len(found)) if len(found) > 1 else (cell, int(bool(cell.strip())))


def addresses(cell: str) -> tuple[str, ...]:
    """The web addresses in a cell, which commas, bars or blanks keep apart: one may have a comma in it."""
    found = _ADDRESS.finditer(" ".join(cell.split()))
    return tuple(match[1].rstrip(",;|") for match in found if match[1])


def platforms_named(words: Sequence[str]) -> tuple[tuple[Platform, ...], tuple[str, ...]]:
    """The platforms in their order, and the words that name none of them."""
    parts = [part.strip() for word in words for part in _APART.split(word) if part.strip()]
    found = {part: platform_named(part) for part in parts}
    named = {platform for platform in found.values() if platform}
    return tuple(each for each in Platform if each in named), tuple(part for part, platform in found.items() if not platform)


def platform_named(word: str) -> Platform | None:
    """The platform of that key, label or usual abbreviation: "X (Twitter)", "IG"."""
    key = word.strip().casefold()
    labelled = (each for each in Platform if key in (each.label.casefold(), each.short.casefold()))
    return parse_platform(dict(_SHORTER).get(key, key)) or next(labelled, None)
