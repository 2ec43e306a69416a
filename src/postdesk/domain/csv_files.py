"""CSV files as spreadsheets write them: encoding, delimiter and records, within limits.

Nothing unreadable is guessed: bytes that the encoding cannot decode become U+FFFD, and their number is reported.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import count
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.sheet import column_named

MOST_BYTES: Final = 64 * 2**20
"""Size limit of a file."""
MOST_ROWS: Final = 10_000
MOST_IN_A_CELL: Final = csv.field_size_limit()
"""Limit in characters (131,072): twice the length of the longest post."""
MOST_CELLS: Final = 100
"""Limit for a row."""

_PIECE: Final = 2**19
_MOST_IN_A_LINE: Final = MOST_CELLS * (2 * MOST_IN_A_CELL + len('"",'))
"""A longer line has too many cells or one that is too long, even if every character is a quotation mark, written as two."""

DELIMITERS: Final = (",", ";", "\t", "|")
_CHUNK: Final = 2**18
_SAMPLE: Final = 2**16
_LOST: Final = "\ufffd"
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""The first bytes of files that users are likely to try first: spreadsheets (.xlsx, .ods, .numbers; .xls) and PDF."""
_SEP: Final = re.compile(r'"?sep=([^"\r\n])"?[\r\n]*', re.IGNORECASE)
"""The line that tells Excel the delimiter, which can be neither a quotation mark nor a line break."""


class Encoding(StrEnum):
    """A text encoding, by Python's name. The first three are detected, the others only selected by the user."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WESTERN = "cp1252"
    CENTRAL = "cp1250"
    CYRILLIC = "cp1251"
    GREEK = "cp1253"
    TURKISH = "cp1254"
    MAC = "mac_roman"


class FileProblem(StrEnum):
    """The reason for refusing a file."""

    NOT_THERE = "not_there"
    NO_FILE = "no_file"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_CELLS = "too_many_cells"
    CELL_TOO_LONG = "cell_too_long"


class FileRefused(Exception):
    """The file is refused. `number`: the row that is the reason (from 1), 0 for a reason without a row."""

    def __init__(self, problem: FileProblem, number: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.number = problem, number


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """A row of cells. `number` is the row's number in a spreadsheet: the first row is 1, and empty rows count."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A parsed file. `header`: the column names, padded with empty ones to the longest record; all empty if the file has none.

    `lost`: the number of undecodable characters; `nul`: the number of removed NUL characters; `open_quote`: a quotation mark is
    never closed, so that the last record may contain several.
    """

    name: str
    header: tuple[str, ...]
    records: tuple[CsvRecord, ...]
    encoding: Encoding
    delimiter: str
    lost: int = 0
    nul: int = 0
    open_quote: bool = False


def detect_encoding(raw: bytes) -> Encoding:
    """Return the encoding of a file: UTF-8 or UTF-16 by their byte patterns, else Windows' Western encoding.

    Damaged UTF-8 counts as UTF-8 while its characters beyond ASCII are at least as many as its invalid bytes.
    """
    if raw.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _bare_utf_16(raw):
        return Encoding.UTF_16
    if _whole(raw, Encoding.UTF_8):
        return Encoding.UTF_8
    broken, whole = _utf_8_sequences(raw)
    return Encoding.WESTERN if broken > whole else Encoding.UTF_8


def parse_csv(name: str, raw: bytes, encoding: Encoding | None = None, delimiter: str = "", *, named: bool = True) -> CsvFile:
    """Parse a file. Encoding and delimiter are detected unless given. `named`: the first row is a header. Raises FileRefused."""
    if not raw.strip():
        raise FileRefused(FileProblem.EMPTY)
    encoding = encoding or detect_encoding(raw)
    many_nul = raw.count(b"\0", 0, _SAMPLE) > len(raw[:_SAMPLE]) // 10
    if raw.startswith(_WORKBOOKS) or (many_nul and encoding is not Encoding.UTF_16):
        raise FileRefused(FileProblem.NOT_TEXT)
    first = _text(raw, encoding).readline(_SAMPLE)
    separator_line = _SEP.fullmatch(first)
    delimiter = delimiter or (separator_line[1] if separator_line else detect_delimiter(_text(raw, encoding).read(_SAMPLE)))
    letters = _TextLines(_text(raw, encoding))
    if separator_line:
        next(letters)
    records = tuple(_records(letters, delimiter))
    if not records:
        raise FileRefused(FileProblem.EMPTY)
    if named and len(records) == 1:
        raise FileRefused(FileProblem.NO_ROWS)
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


def detect_delimiter(sample: str) -> str:
    """Return the delimiter that splits the first line into the most known columns, then into the most columns."""
    return max(DELIMITERS, key=lambda each: _columns_by(sample, each))


def _columns_by(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        first = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return 0, 0
    return sum(column_named(name) is not None for name in first), len(first)


def _header(named: tuple[str, ...], records: tuple[CsvRecord, ...]) -> tuple[str, ...]:
    return (*named, *("" for _ in range(len(named), max(len(each.cells) for each in records))))


def _records(letters: Iterator[str], delimiter: str) -> Iterator[CsvRecord]:
    """Yield the non-empty rows one by one, so that other threads can run in between."""
    reader, filled = csv.reader(letters, delimiter=delimiter), 0
    for number in count(1):
        try:
            cells = next(reader, None)
        except csv.Error:
            raise FileRefused(FileProblem.CELL_TOO_LONG, number) from None
        if cells is None:
            return
        if any(map(str.strip, cells)):
            filled += 1
            if filled > MOST_ROWS + 1:
                raise FileRefused(FileProblem.TOO_MANY_ROWS)
            if len(cells) > MOST_CELLS:
                raise FileRefused(FileProblem.TOO_MANY_CELLS, number)
            yield CsvRecord(number, tuple(cells))


class _TextLines:
    """The lines of a text without NUL characters. Counts undecodable characters, NUL characters and quotation marks."""

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
        """Return the next line, or enough of it to exceed the limit; read in pieces, so that other threads run in between."""
        pieces, length = list[str](), 0
        while piece := self._text.readline(_PIECE):
            pieces.append(piece)
            length += len(piece)
            if piece.endswith("\n") or length > _MOST_IN_A_LINE:
                break
            if piece.endswith("\r") and len(piece) < _PIECE:  # a lone CR (old Mac), not a CRLF cut in two by the piece's end
                break
        return "".join(pieces)


def _text(raw: bytes, encoding: Encoding) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(raw), _codec(raw, encoding), errors="replace", newline="")


def _codec(raw: bytes, encoding: Encoding) -> str:
    """Return Python's codec for the encoding, which skips a byte order mark."""
    name: str = encoding
    if encoding is Encoding.UTF_8:
        name = "utf-8-sig"
    elif encoding is Encoding.UTF_16 and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
    return name


def _whole(raw: bytes, encoding: Encoding) -> bool:
    """Return True if all bytes decode; a U+FFFD that the file itself contains is valid."""
    decoder = codecs.getincrementaldecoder(_codec(raw, encoding))("strict")
    try:
        for start in range(0, len(raw), _CHUNK):
            decoder.decode(raw[start : start + _CHUNK], final=start + _CHUNK >= len(raw))
    except UnicodeDecodeError:
        return False
    return True


def _bare_utf_16(raw: bytes) -> bool:
    """Return True for UTF-16 without a byte order mark: every other byte of Latin text is NUL."""
    sample = raw[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    many, few = max(even, odd), min(even, odd)
    return many > len(sample) // 5 and few * 20 <= many


def _utf_8_sequences(raw: bytes) -> tuple[int, int]:
    """Return the number of invalid UTF-8 sequences and of valid characters beyond ASCII.

    One character that was cut in two does not make a file another encoding.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    for start in range(0, len(raw), _CHUNK):
        text = decoder.decode(raw[start : start + _CHUNK], final=start + _CHUNK >= len(raw))
        lost = text.count(_LOST)
        broken += lost
        whole += 0 if text.isascii() else len(_BEYOND.findall(text)) - lost
    return broken, whole


_BEYOND: Final = re.compile("[^\x00-\x7f]")
