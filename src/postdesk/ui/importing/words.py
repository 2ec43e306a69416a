"""The texts about an imported file, and about each of its rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import zone_of
from postdesk.domain.csv_files import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_IN_A_CELL,
    MOST_ROWS,
    CsvFile,
    Encoding,
    FileProblem,
    FileRefused,
)
from postdesk.domain.import_columns import ColumnMapping, ColumnTarget, ExtraColumn, strip_hint
from postdesk.domain.import_problems import CheckedRow, RowProblem, RowProblemKind
from postdesk.domain.limits import Severity, worst_first
from postdesk.domain.problem_groups import group_problems
from postdesk.domain.problems import ProblemKind
from postdesk.domain.sheet import SheetColumn, SheetField
from postdesk.domain.times import zone
from postdesk.engine.composer import RefusedDraft
from postdesk.engine.import_steps import ImportRefused
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import beginning, number, one_line, zone_word
from postdesk.ui.text.problems import SEVERITY_LOOKS, account_problem_words, problem_words
from postdesk.ui.text.refusals import refused_words
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import clock_text, when_text

translate = QCoreApplication.translate

_NAME: Final = 40
_OF_ACCOUNT: Final = frozenset({RowProblemKind.NOT_CONNECTED, RowProblemKind.NEEDS_RECONNECTING, RowProblemKind.ACCOUNT_CHANGED})
_ROW_PROBLEMS: Final = {
    RowProblemKind.CLIENT_MISSING: QT_TRANSLATE_NOOP("Importing", "No client. Select one."),
    RowProblemKind.CLIENT_UNKNOWN: QT_TRANSLATE_NOOP("Importing", "No client “{0}” found. Select one."),
    RowProblemKind.CLIENT_SEVERAL: QT_TRANSLATE_NOOP("Importing", "Several clients are named “{0}”. Select one."),
    RowProblemKind.CLIENT_ARCHIVED: QT_TRANSLATE_NOOP(
        "Importing", "“{0}” is archived. Select another client, or restore it first."
    ),
    RowProblemKind.PLATFORM_MISSING: QT_TRANSLATE_NOOP("Importing", "No platform. Enter one, such as LinkedIn."),
    RowProblemKind.PLATFORM_UNKNOWN: QT_TRANSLATE_NOOP("Importing", "Postdesk can’t post to “{0}”. Enter another platform."),
    RowProblemKind.ZONE_UNKNOWN: QT_TRANSLATE_NOOP(
        "Importing", "No time zone “{0}” found. Enter one like Europe/London, or none."
    ),
    RowProblemKind.TIME_MISSING: QT_TRANSLATE_NOOP(
        "Importing", "The date or time is missing. Without both, this can only be a draft."
    ),
    RowProblemKind.TIME_UNREADABLE: QT_TRANSLATE_NOOP(
        "Importing", "“{0}” isn’t a date and time. Enter it like 2027-03-14 09:05."
    ),
    RowProblemKind.TIME_BOTH_WAYS: QT_TRANSLATE_NOOP(
        "Importing", "“{0}” could be two different dates. Enter it like 2027-03-14 09:05."
    ),
    RowProblemKind.TIME_SKIPPED: QT_TRANSLATE_NOOP(
        "Importing", "Clocks in {1} skip this time that day. The post goes out at {2}."
    ),
    RowProblemKind.TIME_DOUBLED: QT_TRANSLATE_NOOP(
        "Importing", "Clocks in {1} show this time twice that day. The post goes out the first time."
    ),
    RowProblemKind.TIME_PAST: QT_TRANSLATE_NOOP("Importing", "This time is past. Enter a later one."),
    RowProblemKind.TIME_TOO_SOON: QT_TRANSLATE_NOOP("Importing", "This is less than 2 minutes ahead. Enter a later time."),
    RowProblemKind.TIME_FAR: QT_TRANSLATE_NOOP("Importing", "This is more than 6 months ahead."),
    RowProblemKind.ROW_TWICE: QT_TRANSLATE_NOOP("Importing", "Same as row {0}. Skipped."),
    RowProblemKind.SAME_WORDS: QT_TRANSLATE_NOOP("Importing", "Same text as row {0}, at another time."),
    RowProblemKind.SAME_MINUTE: QT_TRANSLATE_NOOP("Importing", "Same minute as row {0}."),
    RowProblemKind.IMPORTED_BEFORE: QT_TRANSLATE_NOOP("Importing", "You imported this row before. Skipped."),
    RowProblemKind.THERE_ALREADY: QT_TRANSLATE_NOOP("Importing", "The same post or draft already exists. Skipped."),
    RowProblemKind.NOT_TO_COME: QT_TRANSLATE_NOOP("Importing", "The file says “{0}”. Only future posts are imported."),
    RowProblemKind.IS_DRAFT: QT_TRANSLATE_NOOP("Importing", "A draft in the file. It stays a draft."),
    RowProblemKind.MORE_FILES: QT_TRANSLATE_NOOP("Importing", "The row names {0} images or videos. Only the first is used."),
}

_NOT_TAKEN: Final = {
    FileProblem.NOT_THERE: QT_TRANSLATE_NOOP("Importing", "The file no longer exists. Select it again."),
    FileProblem.NO_FILE: QT_TRANSLATE_NOOP("Importing", "This file can’t be read. Check its permissions, or select another."),
    FileProblem.TOO_LARGE: QT_TRANSLATE_NOOP("Importing", "The file is larger than {0} MB. Split it into several files."),
    FileProblem.NOT_TEXT: QT_TRANSLATE_NOOP(
        "Importing", "This isn’t a CSV file. In your spreadsheet, use “Save as” and select CSV."
    ),
    FileProblem.EMPTY: QT_TRANSLATE_NOOP("Importing", "The file is empty."),
    FileProblem.NO_ROWS: QT_TRANSLATE_NOOP(
        "Importing", "The file has only one row. The first row must contain the column names."
    ),
    FileProblem.TOO_MANY_ROWS: QT_TRANSLATE_NOOP("Importing", "The file has more than {1} rows. Split it into several files."),
    FileProblem.TOO_MANY_CELLS: QT_TRANSLATE_NOOP(
        "Importing", "Row {2} has more than {3} cells. Check that the file contains posts."
    ),
    FileProblem.CELL_TOO_LONG: QT_TRANSLATE_NOOP(
        "Importing", "A cell in row {2} has more than {4} characters. Shorten it, or check for a missing quotation mark."
    ),
}

_FIELDS: Final = {
    SheetField.CLIENT: QT_TRANSLATE_NOOP("Importing", "Client"),
    SheetField.DATE: QT_TRANSLATE_NOOP("Importing", "Date, or date and time"),
    SheetField.TIME: QT_TRANSLATE_NOOP("Importing", "Time"),
    SheetField.ZONE: QT_TRANSLATE_NOOP("Importing", "Time zone"),
    SheetField.PLATFORMS: QT_TRANSLATE_NOOP("Importing", "Platforms"),
    SheetField.TEXT: QT_TRANSLATE_NOOP("Importing", "Text"),
    SheetField.TITLE: QT_TRANSLATE_NOOP("Importing", "Title"),
    SheetField.MEDIA: QT_TRANSLATE_NOOP("Importing", "Image or video URL"),
    SheetField.COVER: QT_TRANSLATE_NOOP("Importing", "Cover image URL"),
    SheetField.LABELS: QT_TRANSLATE_NOOP("Importing", "Labels"),
    SheetField.STATE: QT_TRANSLATE_NOOP("Importing", "State"),
}

_ENCODINGS: Final = {
    Encoding.UTF_8: QT_TRANSLATE_NOOP("Importing", "Unicode (UTF-8)"),
    Encoding.UTF_16: QT_TRANSLATE_NOOP("Importing", "Unicode (UTF-16)"),
    Encoding.WESTERN: QT_TRANSLATE_NOOP("Importing", "Western European (Windows-1252)"),
    Encoding.CENTRAL: QT_TRANSLATE_NOOP("Importing", "Central European (Windows-1250)"),
    Encoding.CYRILLIC: QT_TRANSLATE_NOOP("Importing", "Cyrillic (Windows-1251)"),
    Encoding.GREEK: QT_TRANSLATE_NOOP("Importing", "Greek (Windows-1253)"),
    Encoding.TURKISH: QT_TRANSLATE_NOOP("Importing", "Turkish (Windows-1254)"),
    Encoding.MAC: QT_TRANSLATE_NOOP("Importing", "Western European (Mac)"),
}

_DELIMITERS: Final = {
    ",": QT_TRANSLATE_NOOP("Importing", "Comma"),
    ";": QT_TRANSLATE_NOOP("Importing", "Semicolon"),
    "\t": QT_TRANSLATE_NOOP("Importing", "Tab"),
    "|": QT_TRANSLATE_NOOP("Importing", "Vertical bar"),
}


def file_refused_words(why: FileRefused) -> str:
    """Return the reason why a file is refused, and the remedy."""
    numbers = (number(MOST_BYTES // 2**20), number(MOST_ROWS), number(why.number), number(MOST_CELLS), number(MOST_IN_A_CELL))
    return translate("Importing", _NOT_TAKEN[why.problem]).format(*numbers)


def import_failed_words(why: ImportRefused) -> str:
    """Return the reason why nothing was imported."""
    said = refused_words(RefusedDraft("", why.reason, why.platform))
    return translate("Importing", "Nothing was imported. Row {0}: {1}").format(number(why.number), said)


def cleaned_file_words(file: CsvFile) -> tuple[str, ...]:
    """Return notes on characters that were replaced or removed, and on open quotation marks."""
    said = list[str]()
    if file.lost:
        words = translate("Importing", "{0} characters could not be read and show as “\ufffd”. Select another encoding.")
        said.append(words.format(number(file.lost)))
    if file.nul:
        said.append(translate("Importing", "{0} NUL characters were removed.").format(number(file.nul)))
    if file.open_quote:
        said.append(translate("Importing", "A quotation mark isn’t closed. Check the last row. It may contain several rows."))
    return tuple(said)


def skipped_column_words(file: CsvFile, shape: ColumnMapping) -> str:
    """Return the names of columns with content that is skipped; empty where there is none."""
    left = [place for place, target in enumerate(shape.targets) if target is ExtraColumn.NO_PLACE or target is None]
    filled = [place for place in left if any(cell.strip() for cell in column_cells(file, place))]
    if not filled:
        return ""
    words = translate("Importing", "Skipped columns, because posts have no such field: {0}.")
    return words.format(", ".join(column_name(file.header, place) for place in filled))


def column_cells(file: CsvFile, place: int) -> Iterable[str]:
    """Return the cells of one column."""
    return (record.cells[place] for record in file.records if place < len(record.cells))


def column_name(header: tuple[str, ...], place: int) -> str:
    """Return a short name of a column: "Date", or "Column 3" where it has none."""
    name = strip_hint(one_line(header[place]))
    return beginning(name, _NAME) or translate("Importing", "Column {0}").format(place + 1)


def target_words(target: ColumnTarget) -> str:
    """Return the name of what a column contains."""
    match target:
        case None:
            return translate("Importing", "Skipped")
        case ExtraColumn.LINKS:
            return translate("Importing", "Links (below the text)")
        case ExtraColumn.NO_PLACE:
            return translate("Importing", "Skipped (no such field)")
        case SheetColumn(field, None):
            return translate("Importing", _FIELDS[field])
        case SheetColumn(field, platform):
            words = translate("Importing", "{0} for {1} only")
            return words.format(translate("Importing", _FIELDS[field]), platform.short if platform else "")


def encoding_words(encoding: Encoding) -> str:
    """Return the name of an encoding."""
    return translate("Importing", _ENCODINGS[encoding])


def delimiter_words(delimiter: str) -> str:
    """Return the name of a separator."""
    return translate("Importing", _DELIMITERS[delimiter]) if delimiter in _DELIMITERS else delimiter


class RowNote(NamedTuple):
    """A note on a row."""

    tone: Tone
    icon: str
    words: str


def row_notes(row: CheckedRow, local_zone: ZoneInfo, now: datetime) -> tuple[RowNote, ...]:
    """Return the notes on a row, the worst first."""
    client_zone = row_zone(row, local_zone)
    said = [(problem.severity, row_problem_words(problem, row, client_zone)) for problem in row.problems]
    if row.outgoing and row.outgoing.empty:  # whose problems are no group: in the composer it has just begun
        said.append((Severity.STOP, translate("Importing", "No text and no media. Enter a text.")))
    if row.outgoing:
        found = group_problems(row.outgoing, row.assessments)
        said += [(each.severity, problem_words(each, lambda moment: when_text(moment, client_zone, now))) for each in found]
    said.sort(key=lambda each: worst_first(each[0]))
    return tuple(RowNote(*SEVERITY_LOOKS[severity], words) for severity, words in said)


def row_zone(row: CheckedRow, local_zone: ZoneInfo) -> ZoneInfo:
    """Return the zone of the row's time."""
    own = zone(row.row.zone.strip()) if row.row.zone.strip() else None
    return own or zone_of(row.client, local_zone)


def row_problem_words(problem: RowProblem, row: CheckedRow, client_zone: ZoneInfo) -> str:
    """Return a problem of a row, and the remedy."""
    if problem.kind in _OF_ACCOUNT:
        return account_problem_words(ProblemKind(problem.kind), problem.platforms)
    clock = clock_text(row.draft.due_at, client_zone) if row.draft and row.draft.due_at else ""
    return translate("Importing", _ROW_PROBLEMS[problem.kind]).format(problem.detail, zone_word(client_zone.key), clock)
