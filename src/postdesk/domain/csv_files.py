"""A file of cells as spreadsheets write it: its letters, its delimiter, and its records, within limits.

What can't be read is never guessed: letters that the encoding does not have become U+FFFD, and how many is said.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Final

from postdesk.domain.sheet import column_named

MOST_BYTES: Final = 64 * 2**20
"""Of a file."""
MOST_ROWS: Final = 10_000
MOST_IN_A_CELL: Final = csv.field_size_limit()
"""Characters (131,072): the longest post has half of that."""
MOST_CELLS: Final = 100
"""In a row."""

_PIECE: Final = 2**19
_MOST_IN_A_LINE: Final = MOST_CELLS * (2 * MOST_IN_A_CELL + len('"",'))
"""More of it has too many cells, or one that is too long, though each letter be a quotation mark that is written as two."""

DELIMITERS: Final = (",", ";", "\t", "|")
_CHUNK: Final = 2**18
_SAMPLE: Final = 2**16
_LOST: Final = "\ufffd"
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How the spreadsheets' own files begin (.xlsx, .ods and .numbers; .xls), which is tried first."""
_SEP: Final = re.compile(r'"?sep=([^"\r\n])"?[\r\n]*', re.IGNORECASE)
"""The line by which Excel is told the delimiter; a quotation mark or the end of the line can be none."""


class Encoding(StrEnum):
    """How letters are written, by Python's names. The first three are told from the file, the others only by a person."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WESTERN = "cp1252"
    CENTRAL = "cp1250"
    CYRILLIC = "cp1251"
    GREEK = "cp1253"
    TURKISH = "cp1254"
    MAC = "mac_roman"


class FileFlaw(StrEnum):
    """Why a file is not taken."""

    NOT_THERE = "not_there"
    NO_FILE = "no_file"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_CELLS = "too_many_cells"
    CELL_TOO_LONG = "cell_too_long"


class NotTaken(Exception):
    """The file is not taken. `number` is that of the row (from 1) where it is about one, else 0."""

    def __init__(self, flaw: FileFlaw, number: int = 0) -> None:
        super().__init__(flaw)
        self.flaw, self.number = flaw, number


@dataclass(frozen=True, slots=True)
class Record:
    """A row of cells. `number` is what a spreadsheet calls it: the first row of the file is 1, empty ones count."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that was taken apart. `header` are the names of its columns, as many as the longest record has cells; empty ones
    where the first row is none of names.

    `lost`: how many letters could not be read; `nul`: how many NUL characters were taken out; `open_quote`: its end was not
    found, so that the last record may hold what was several.
    """

    name: str
    header: tuple[str, ...]
    records: tuple[Record, ...]
    encoding: Encoding
    delimiter: str
    lost: int = 0
    nul: int = 0
    open_quote: bool = False


def encoding_of(raw: bytes) -> Encoding:
    """UTF-8 and UTF-16 by what they look like; what is neither is taken for what Windows writes in the West."""
    if raw.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _bare_utf_16(raw):
        return Encoding.UTF_16
    if _whole(raw, Encoding.UTF_8):
        return Encoding.UTF_8
    broken, whole = _utf_8_sequences(raw)
    return Encoding.WESTERN if broken > whole else Encoding.UTF_8


def taken_apart(name: str, raw: bytes, encoding: Encoding | None = None, delimiter: str = "", *, named: bool = True) -> CsvFile:
    """The file's records; what is not said of it is told from it. `named`: the first row has the names. Raises NotTaken."""
    if not raw.strip():
        raise NotTaken(FileFlaw.EMPTY)
    encoding = encoding or encoding_of(raw)
    many_nul = raw.count(b"\0", 0, _SAMPLE) > len(raw[:_SAMPLE]) // 10
    if raw.startswith(_WORKBOOKS) or (many_nul and encoding is not Encoding.UTF_16):
        raise NotTaken(FileFlaw.NOT_TEXT)
    first = _text(raw, encoding).readline(_SAMPLE)
    told = _SEP.fullmatch(first)
    delimiter = delimiter or (told[1] if told else delimiter_of(_text(raw, encoding).read(_SAMPLE)))
    letters = _Letters(_text(raw, encoding))
    if told:
        next(letters)
    records = tuple(_records(letters, delimiter))
    if not records:
        raise NotTaken(FileFlaw.EMPTY)
    if named and len(records) == 1:
        raise NotTaken(FileFlaw.NO_ROWS)
    return CsvFile(
        name,
        _header(records[0].cells if named else (), records),
        records[1:] if named else records,
        encoding,
        delimiter,
        0 if _whole(raw, encoding) else letters.lost,
        letters.nul,
        letters.quotes % 2 == 1 and any("\n" in cell for cell in records[-1].cells),
    )


def delimiter_of(sample: str) -> str:
    """What takes the first line apart into the most columns that are known, else into the most."""
    return max(DELIMITERS, key=lambda each: _columns_by(sample, each))


def _columns_by(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        first = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return 0, 0
    return sum(column_named(name) is not None for name in first), len(first)


def _header(named: tuple[str, ...], records: tuple[Record, ...]) -> tuple[str, ...]:
    return (*named, *("" for _ in range(len(named), max(len(each.cells) for each in records))))


def _records(letters: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Row by row, so that another thread gets its turn; empty ones are passed over."""
    reader, filled = csv.reader(letters, delimiter=delimiter), 0
    for number in count(1):
        try:
            cells = next(reader, None)
        except csv.Error:
            raise NotTaken(FileFlaw.CELL_TOO_LONG, number) from None
        if cells is None:
            return
        if any(map(str.strip, cells)):
            filled += 1
            if filled > MOST_ROWS + 1:
                raise NotTaken(FileFlaw.TOO_MANY_ROWS)
            if len(cells) > MOST_CELLS:
                raise NotTaken(FileFlaw.TOO_MANY_CELLS, number)
            yield Record(number, tuple(cells))


class _Letters:
    """The lines of a text without NUL characters; counts what was lost, and quotation marks."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self.lost = self.nul = self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._whole_line()
        if not line:
            raise StopIteration
        self.lost += line.count(_LOST)
        self.nul += line.count("\0")
        self.quotes += line.count('"')
        return line.replace("\0", "")

    def _whole_line(self) -> str:
        """Return the next line, read in pieces so that another thread gets its turn, or as much of it as is too much already."""
        pieces, length = list[str](), 0
        while piece := self._text.readline(_PIECE):
            pieces.append(piece)
            length += len(piece)
            if piece.endswith("\n") or length > _MOST_IN_A_LINE:
                break
            if piece.endswith("\r") and len(piece) < _PIECE:  # the break of an old Mac, and not the half of one at the edge
                break
        return "".join(pieces)


def _text(raw: bytes, encoding: Encoding) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(raw), _codec(raw, encoding), errors="replace", newline="")


def _codec(raw: bytes, encoding: Encoding) -> str:
    """What Python calls it; a mark at the beginning is none of the letters."""
    name: str = encoding
    if encoding is Encoding.UTF_8:
        name = "utf-8-sig"
    elif encoding is Encoding.UTF_16 and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
    return name


def _whole(raw: bytes, encoding: Encoding) -> bool:
    """Whether each byte of it is a letter's; a U+FFFD that somebody wrote is one."""
    decoder = codecs.getincrementaldecoder(_codec(raw, encoding))("strict")
    try:
        for start in range(0, len(raw), _CHUNK):
            decoder.decode(raw[start : start + _CHUNK], final=start + _CHUNK >= len(raw))
    except UnicodeDecodeError:
        return False
    return True


def _bare_utf_16(raw: bytes) -> bool:
    """Without a mark: every other byte of Latin text is NUL."""
    sample = raw[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    many, few = max(even, odd), min(even, odd)
    return many > len(sample) // 5 and few * 20 <= many


def _utf_8_sequences(raw: bytes) -> tuple[int, int]:
    """How many bytes are no UTF-8, and how many letters beyond ASCII are: one cut in two makes no other encoding of it."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    for start in range(0, len(raw), _CHUNK):
        text = decoder.decode(raw[start : start + _CHUNK], final=start + _CHUNK >= len(raw))
        lost = text.count(_LOST)
        broken += lost
        whole += 0 if text.isascii() else len(_BEYOND.findall(text)) - lost
    return broken, whole


_BEYOND: Final = re.compile("[^\x00-\x7f]")
