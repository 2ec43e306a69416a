"""What is said of a whole file: why it is not taken, what was cleaned, and where its columns go."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from postdesk.domain.csv_files import MOST_BYTES, MOST_CELLS, MOST_IN_A_CELL, MOST_ROWS, CsvFile, Encoding, FileFlaw, NotTaken
from postdesk.domain.importing import Beside, Shape, Target, without_hint
from postdesk.domain.sheet import Column, Field
from postdesk.engine.bringing_in import NotBrought
from postdesk.engine.composer import Refused
from postdesk.ui.text.names import number
from postdesk.ui.text.refusals import refused_words

translate = QCoreApplication.translate


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
