"""The texts about a file that is imported, and about each of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import zone_of
from postdesk.domain.csv_files import MOST_BYTES, MOST_CELLS, MOST_IN_A_CELL, MOST_ROWS, CsvFile, Encoding, FileFlaw, NotTaken
from postdesk.domain.import_flaws import CheckedRow, Flaw, FlawKind
from postdesk.domain.importing import Beside, Shape, Target, without_hint
from postdesk.domain.limits import Severity, worst_first
from postdesk.domain.problem_groups import group_problems
from postdesk.domain.problems import ProblemKind
from postdesk.domain.sheet import Column, Field
from postdesk.domain.times import zone
from postdesk.engine.bringing_in import NotBrought
from postdesk.engine.composer import Refused
from postdesk.ui.text.names import number
from postdesk.ui.text.problems import account_words, problem_words
from postdesk.ui.text.refusals import refused_words
from postdesk.ui.text.words import Tone, clock_text, when_text, zone_word

translate = QCoreApplication.translate

_OF_ACCOUNT: Final = frozenset({FlawKind.NOT_CONNECTED, FlawKind.NEEDS_RECONNECTING, FlawKind.ACCOUNT_CHANGED})


def not_taken_words(why: NotTaken) -> str:
    """Why the file is not taken, and what to do."""
    words = {
        FileFlaw.NOT_THERE: translate("Importing", "The file isn’t there any more. Choose it again."),
        FileFlaw.NO_FILE: translate("Importing", "This can’t be read as a file. Choose another, or see whether you may open it."),
        FileFlaw.TOO_LARGE: translate("Importing", "The file is larger than {0} MB. Split it into several."),
        FileFlaw.NOT_TEXT: translate("Importing", "This is no table of text. In the spreadsheet, choose “Save as” and then CSV."),
        FileFlaw.EMPTY: translate("Importing", "The file is empty."),
        FileFlaw.NO_ROWS: translate("Importing", "The file has one row only. The first is for the names of the columns."),
        FileFlaw.TOO_MANY_ROWS: translate("Importing", "The file has more than {1} rows. Split it into several."),
        FileFlaw.TOO_MANY_CELLS: translate("Importing", "Row {2} has more than {3} cells. Look whether it is a table of posts."),
        FileFlaw.CELL_TOO_LONG: translate(
            "Importing",
            "In row {2} a cell has more than {4} characters: no post is that long. Shorten it, or look whether a quotation "
            "mark isn’t closed there.",
        ),
    }
    numbers = (number(MOST_BYTES // 2**20), number(MOST_ROWS), number(why.number), number(MOST_CELLS), number(MOST_IN_A_CELL))
    return words[why.flaw].format(*numbers)


def not_brought_words(why: NotBrought) -> str:
    """Why nothing was brought in."""
    said = refused_words(Refused("", why.reason, why.platform))
    return translate("Importing", "Nothing was imported, because of row {0}: {1}").format(number(why.number), said)


def cleaned_words(file: CsvFile) -> tuple[str, ...]:
    """What was cleaned, or is to be looked at."""
    said = list[str]()
    if file.lost:
        words = translate("Importing", "{0} letters could not be read and show as “\ufffd”. Choose how the letters are written.")
        said.append(words.format(number(file.lost)))
    if file.nul:
        said.append(
            translate("Importing", "{0} characters that stand for nothing (NUL) were taken out.").format(number(file.nul))
        )
    if file.open_quote:
        said.append(translate("Importing", "A quotation mark isn’t closed: look at the last row, it may hold several."))
    return tuple(said)


def left_out_words(file: CsvFile, shape: Shape) -> str:
    """Which columns have words in them that no post gets; empty where none has."""
    left = [place for place, target in enumerate(shape.targets) if target is Beside.NO_PLACE or target is None]
    filled = [place for place in left if any(cell.strip() for cell in cells_of(file, place))]
    if not filled:
        return ""
    words = translate("Importing", "Left out, since a post has no place for it here: {0}.")
    return words.format(", ".join(column_name(file.header, place) for place in filled))


def cells_of(file: CsvFile, place: int) -> Iterable[str]:
    """The cells of one column."""
    return (record.cells[place] for record in file.records if place < len(record.cells))


def column_name(header: tuple[str, ...], place: int) -> str:
    """What the column is called, in short: "Date", or "Column 3" where it has no name."""
    name = without_hint(" ".join(header[place].split()))
    short = name if len(name) <= _NAME else f"{name[:_NAME]}…"
    return short or translate("Importing", "Column {0}").format(place + 1)


_NAME = 40


def target_words(target: Target) -> str:
    """Where a column goes."""
    match target:
        case None:
            return translate("Importing", "Left out")
        case Beside.LINKS:
            return translate("Importing", "Links: below the text")
        case Beside.NO_PLACE:
            return translate("Importing", "Left out: no place for it")
        case Column(field, None):
            return _field_words(field)
        case Column(field, platform):
            return translate("Importing", "{0} for {1} alone").format(_field_words(field), platform.short if platform else "")


def _field_words(field: Field) -> str:
    words = {
        Field.CLIENT: translate("Importing", "Client"),
        Field.DATE: translate("Importing", "Day, or day and time"),
        Field.TIME: translate("Importing", "Time"),
        Field.ZONE: translate("Importing", "Time zone"),
        Field.PLATFORMS: translate("Importing", "Platforms"),
        Field.TEXT: translate("Importing", "Text"),
        Field.TITLE: translate("Importing", "Title"),
        Field.MEDIA: translate("Importing", "Image or video (link)"),
        Field.COVER: translate("Importing", "Cover (link)"),
        Field.LABELS: translate("Importing", "Labels"),
        Field.STATE: translate("Importing", "State"),
    }
    return words[field]


def encoding_words(encoding: Encoding) -> str:
    """How letters are written."""
    words = {
        Encoding.UTF_8: translate("Importing", "Unicode (UTF-8)"),
        Encoding.UTF_16: translate("Importing", "Unicode (UTF-16)"),
        Encoding.WESTERN: translate("Importing", "Western European (Windows-1252)"),
        Encoding.CENTRAL: translate("Importing", "Central European (Windows-1250)"),
        Encoding.CYRILLIC: translate("Importing", "Cyrillic (Windows-1251)"),
        Encoding.GREEK: translate("Importing", "Greek (Windows-1253)"),
        Encoding.TURKISH: translate("Importing", "Turkish (Windows-1254)"),
        Encoding.MAC: translate("Importing", "Western European (Mac)"),
    }
    return words[encoding]


def delimiter_words(delimiter: str) -> str:
    """What keeps cells apart."""
    words = {
        ",": translate("Importing", "Comma"),
        ";": translate("Importing", "Semicolon"),
        "\t": translate("Importing", "Tab"),
        "|": translate("Importing", "Bar"),
    }
    return words.get(delimiter, delimiter)


@dataclass(frozen=True, slots=True)
class RowNote:
    """One thing to know of a row."""

    severity: Severity
    words: str

    @property
    def tone(self) -> Tone:
        return {Severity.STOP: Tone.BAD, Severity.WARN: Tone.ATTENTION, Severity.HINT: Tone.NEUTRAL}[self.severity]

    @property
    def icon(self) -> str:
        return {Severity.STOP: "circle-x", Severity.WARN: "triangle-alert", Severity.HINT: "info"}[self.severity]


def row_notes(row: CheckedRow, here: ZoneInfo, now: datetime) -> tuple[RowNote, ...]:
    """All that is to be known of a row, the worst first."""
    theirs = row_zone(row, here)
    said = [RowNote(flaw.severity, flaw_words(flaw, row, theirs)) for flaw in row.flaws]
    if row.outgoing:
        found = group_problems(row.outgoing, row.assessments)
        said += [RowNote(each.severity, problem_words(each, lambda moment: when_text(moment, theirs, now))) for each in found]
    return tuple(sorted(said, key=lambda each: worst_first(each.severity)))


def row_zone(row: CheckedRow, here: ZoneInfo) -> ZoneInfo:
    """The zone on whose clock the row's time is read."""
    own = zone(row.row.zone.strip()) if row.row.zone.strip() else None
    return own or zone_of(row.client, here)


def flaw_words(flaw: Flaw, row: CheckedRow, theirs: ZoneInfo) -> str:
    """What is wrong, and what to do."""
    if flaw.kind in _OF_ACCOUNT:
        return account_words(ProblemKind(flaw.kind), flaw.platforms)
    if flaw.kind.startswith(("client", "platform")):
        return _of_whom(flaw.kind).format(flaw.detail)
    if flaw.kind.startswith(("time", "zone")):
        clock = clock_text(row.draft.due_at, theirs) if row.draft and row.draft.due_at else ""
        return _of_time(flaw.kind).format(flaw.detail, zone_word(theirs.key), clock)
    return _of_others(flaw.kind).format(flaw.detail)


def _of_whom(kind: FlawKind) -> str:
    words = {
        FlawKind.CLIENT_MISSING: translate("Importing", "No client is named. Choose one."),
        FlawKind.CLIENT_UNKNOWN: translate("Importing", "There is no client “{0}” here. Choose one."),
        FlawKind.CLIENT_SEVERAL: translate("Importing", "Several clients are called “{0}”. Choose one."),
        FlawKind.CLIENT_ARCHIVED: translate(
            "Importing", "“{0}” is archived. Choose another client, or bring this one back first."
        ),
        FlawKind.PLATFORM_MISSING: translate("Importing", "No platform is named. Write one, such as LinkedIn."),
        FlawKind.PLATFORM_UNKNOWN: translate("Importing", "Postdesk can’t post to “{0}”. Write other platforms."),
    }
    return words[kind]


def _of_time(kind: FlawKind) -> str:
    words = {
        FlawKind.ZONE_UNKNOWN: translate("Importing", "There is no time zone “{0}”. Write one like Europe/London, or none."),
        FlawKind.TIME_MISSING: translate("Importing", "There is no day or no time. Without both it can only be a draft."),
        FlawKind.TIME_UNREADABLE: translate(
            "Importing", "“{0}” can’t be read as a day and time. Write it like 2027-03-14 09:05."
        ),
        FlawKind.TIME_BOTH_WAYS: translate("Importing", "“{0}” can be read as two days. Write it like 2027-03-14 09:05."),
        FlawKind.TIME_SKIPPED: translate(
            "Importing", "The clocks in {1} skip this time on that day: it goes out at {2} instead."
        ),
        FlawKind.TIME_DOUBLED: translate(
            "Importing", "The clocks in {1} show this time twice on that day: it goes out the first time."
        ),
        FlawKind.TIME_PAST: translate("Importing", "This time is past. Write a later one."),
        FlawKind.TIME_TOO_SOON: translate("Importing", "This is less than two minutes ahead. Write a later time."),
        FlawKind.TIME_FAR: translate("Importing", "This is more than six months ahead."),
    }
    return words[kind]


def _of_others(kind: FlawKind) -> str:
    words = {
        FlawKind.ROW_TWICE: translate("Importing", "The same as row {0}, so it is left out."),
        FlawKind.SAME_WORDS: translate("Importing", "The same words as in row {0}, at another time."),
        FlawKind.CLASH: translate("Importing", "In the same minute as row {0}."),
        FlawKind.IMPORTED_BEFORE: translate("Importing", "You imported this row before and it is still here, so it is left out."),
        FlawKind.THERE_ALREADY: translate("Importing", "The same post or draft is here already, so it is left out."),
        FlawKind.NOT_TO_COME: translate("Importing", "The file says “{0}”: what isn’t still to come is left out."),
        FlawKind.IS_DRAFT: translate("Importing", "The file says that it is a draft, so it stays one."),
        FlawKind.MORE_FILES: translate("Importing", "It names {0} images or videos. A post has one here: the first is taken."),
    }
    return words[kind]
