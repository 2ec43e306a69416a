"""CSV files: encodings, separators, limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.csv_files import MOST_IN_A_CELL, MOST_ROWS, Encoding, FileProblem, FileRefused, detect_encoding, parse_csv

ROWS = "Text;Date\r\nZürich, “grüezi” – 5 €;14.03.2027\r\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (ROWS.encode(), Encoding.UTF_8),
        (ROWS.encode("utf-8-sig"), Encoding.UTF_8),
        (ROWS.encode("utf-16"), Encoding.UTF_16),
        (b"\xfe\xff" + ROWS.encode("utf-16-be"), Encoding.UTF_16),
        (ROWS.encode("utf-16-le"), Encoding.UTF_16),
        (ROWS.encode("utf-16-be"), Encoding.UTF_16),
        (ROWS.encode("cp1252"), Encoding.WESTERN),
    ],
)
def test_letters_are_read_as_they_were_written(raw: bytes, encoding: Encoding) -> None:
    file = parse_csv("plan.csv", raw)
    assert file.encoding is encoding
    assert file.delimiter == ";"
    assert file.header == ("Text", "Date")
    assert file.records[0].cells == ("Zürich, “grüezi” – 5 €", "14.03.2027")
    assert file.lost == 0


def test_a_letter_that_was_cut_in_two_does_not_turn_all_others_into_something_else() -> None:
    file = parse_csv("plan.csv", "Text\nGrüße aus Köln\n".encode() + b"caf\xc3\nend\n")
    assert file.encoding is Encoding.UTF_8
    assert file.records[0].cells == ("Grüße aus Köln",)
    assert file.lost == 1


def test_a_mark_for_a_lost_letter_that_somebody_wrote_is_a_letter() -> None:
    file = parse_csv("plan.csv", "Text\nSpring is h\ufffdre\n".encode())
    assert (file.encoding, file.records[0].cells, file.lost) == (Encoding.UTF_8, ("Spring is h\ufffdre",), 0)


def test_letters_are_read_as_a_person_says() -> None:
    raw = "Text\nŽluťoučký kůň\n".encode("cp1250")
    assert parse_csv("plan.csv", raw).encoding is Encoding.WESTERN
    assert parse_csv("plan.csv", raw, Encoding.CENTRAL).records[0].cells == ("Žluťoučký kůň",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_first_line(delimiter: str) -> None:
    file = parse_csv("plan.csv", delimiter.join(["Text", "Date", "Note"]).encode() + b"\na, b; c\n")
    assert file.delimiter == delimiter


def test_the_line_for_excel_names_the_delimiter_and_is_no_row() -> None:
    file = parse_csv("plan.csv", b"sep=;\r\nText;Date\r\nHello;2027-03-14\r\n")
    assert (file.delimiter, file.header) == (";", ("Text", "Date"))


@pytest.mark.parametrize("line", [b'sep="\r\n', b"sep=\r\n", b"sep=\r"])
def test_a_line_for_excel_that_names_no_delimiter_is_a_row(line: bytes) -> None:
    file = parse_csv("plan.csv", line + b"Hello,2027-03-14\r\n")
    assert file.delimiter == ","
    assert file.records[0].cells == ("Hello", "2027-03-14")


def test_rows_of_nothing_are_passed_over_and_rows_are_counted_as_a_spreadsheet_does() -> None:
    file = parse_csv("plan.csv", b'Text,Date\n"two\nlines",x\n,\n\nlast\n')
    assert [(record.number, record.cells) for record in file.records] == [(2, ("two\nlines", "x")), (5, ("last",))]


def test_a_first_row_that_has_no_names_is_a_row() -> None:
    file = parse_csv("plan.csv", b"Hello,2027-03-14\nWorld,2027-03-15\n", named=False)
    assert file.header == ("", "")
    assert [record.number for record in file.records] == [1, 2]


def test_nul_is_taken_out_and_counted() -> None:
    file = parse_csv("plan.csv", b"Text,Date\nHel\0lo" + b"o" * 40 + b",\0x\n")
    assert file.records[0].cells == ("Hello" + "o" * 40, "x")
    assert file.nul == 2


def test_a_quotation_mark_that_is_not_closed_is_said() -> None:
    assert parse_csv("plan.csv", b'Text,Date\nfirst,x\n"second,x\nthird,x\n').open_quote
    assert not parse_csv("plan.csv", b'Text,Date\nA 5" screen,x\nthird,x\n').open_quote


@pytest.mark.parametrize(
    ("raw", "problem", "number"),
    [
        (b"", FileProblem.EMPTY, 0),
        (b"\n \n", FileProblem.EMPTY, 0),
        (b"Text,Date\n", FileProblem.NO_ROWS, 0),
        (b"PK\x03\x04\x14\0\x06\0xl/workbook.xml" + b"\xa7" * 90, FileProblem.NOT_TEXT, 0),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" * 90, FileProblem.NOT_TEXT, 0),
        (b"Text,Date\nfine,x\n" + b'"' + b"a" * 10 * 2**20 + b'",x\n', FileProblem.CELL_TOO_LONG, 3),
        (b"Text,Date\nfine,x\n" + b"a" * 10 * 2**20 + b",x\n", FileProblem.CELL_TOO_LONG, 3),
        (b"Text\n" + b"a\n" * (MOST_ROWS + 1), FileProblem.TOO_MANY_ROWS, 0),
        (b"Text\n" + b"," * 600 + b"a\n", FileProblem.TOO_MANY_CELLS, 2),
    ],
)
def test_a_file_that_is_none_of_posts_is_not_taken(raw: bytes, problem: FileProblem, number: int) -> None:
    with pytest.raises(FileRefused) as refused:
        parse_csv("plan.csv", raw)
    assert (refused.value.problem, refused.value.number) == (problem, number)


def test_as_many_rows_as_are_allowed_are_read() -> None:
    assert len(parse_csv("plan.csv", b"Text\n" + b"a\n" * MOST_ROWS).records) == MOST_ROWS


@given(st.binary(max_size=400))
def test_no_bytes_whatever_are_more_than_refused(raw: bytes) -> None:
    try:
        file = parse_csv("plan.csv", raw)
    except FileRefused:
        return
    assert all("\0" not in cell and len(cell) <= MOST_IN_A_CELL for record in file.records for cell in record.cells)
    assert all(len(record.cells) <= len(file.header) for record in file.records)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(str.strip))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert detect_encoding(f"Text\n{text}".encode()) is Encoding.UTF_8


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("cells", [5, 12, 60])
def test_a_row_of_any_length_stays_one(cells: int, end: str) -> None:
    long = "x" * (MOST_IN_A_CELL - 5)
    row = [f"{number}{long}" for number in range(cells)]
    text = end.join([",".join(f"Column {number}" for number in range(cells)), ",".join(row), ",".join(row), ""])
    file = parse_csv("posts.csv", text.encode())
    assert [(record.number, record.cells == tuple(row)) for record in file.records] == [(2, True), (3, True)]


def test_a_line_that_never_ends_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        parse_csv("posts.csv", b"Text,Date\r\n" + b"x" * 40 * 2**20)
    assert refused.value.problem is FileProblem.CELL_TOO_LONG
