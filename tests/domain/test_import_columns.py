"""The contents of columns: in Postdesk's own names, in Buffer's and in Publer's."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.effort import effort
from tests.support.factories import any_draft

from postdesk.domain.csv_files import parse_csv
from postdesk.domain.drafts import Draft, Variant, map_texts, without_times
from postdesk.domain.import_columns import (
    ColumnMapping,
    ExtraColumn,
    FileRow,
    file_rows,
    find_addresses,
    platforms_named,
    recognise_columns,
)
from postdesk.domain.platforms import Platform
from postdesk.domain.sheet import COLUMNS, SheetColumn, SheetField, csv_lines, row_of, storable_cell
from postdesk.domain.times import zone

BUFFER: Final = (
    "Text,Image URL,Tags,Posting Time\r\n"
    '"New stock, in all sizes",https://example.com/a.png,"spring,shoes",2027-03-14 09:05\r\n'
    "Only words,,,2027-03-15 10:00\r\n"
)
PUBLER: Final = (
    "Date - Intl. format or prompt,Text,Link(s) - Separated by comma for FB carousels,Media URL(s) - Separated by comma,"
    '"Title - For the video, pin, PDF ..",Label(s) - Separated by comma,Alt text(s) - Separated by ||,'
    'Comment(s) - Separated by ||,"Pin board, FB album, or Google category","Post subtype - I.e. story, reel, PDF ..",'
    'CTA - For Facebook links or Google,"Reminder - For stories, reels, shorts, and TikToks"\r\n'
    '2027-03-14 09:05,Spring is here,https://example.com/shop,"https://example.com/a.jpg, https://example.com/b.jpg",'
    'Spring,"launch, spring",A shoe || A box,First!,Shoes,reel,SHOP_NOW,true\r\n'
)


def rows(text: str) -> list[FileRow]:
    file = parse_csv("plan.csv", text.encode())
    return list(file_rows(file, recognise_columns(file.header)))


def test_buffers_file() -> None:
    first, second = rows(BUFFER)
    assert first.row.text == "New stock, in all sizes"
    assert first.row.media == "https://example.com/a.png"
    assert first.row.labels == ("spring", "shoes")
    assert first.row.date == "2027-03-14 09:05"
    assert (first.number, second.number) == (2, 3)


def test_publers_file() -> None:
    header = parse_csv("plan.csv", PUBLER.encode()).header
    assert recognise_columns(header).targets == (
        SheetColumn(SheetField.DATE),
        SheetColumn(SheetField.TEXT),
        ExtraColumn.LINKS,
        SheetColumn(SheetField.MEDIA),
        SheetColumn(SheetField.TITLE),
        SheetColumn(SheetField.LABELS),
        *(ExtraColumn.NO_PLACE,) * 6,
    )
    (row,) = rows(PUBLER)
    assert row.row.text == "Spring is here\nhttps://example.com/shop"
    assert (row.row.media, row.files) == ("https://example.com/a.jpg", 2)
    assert row.row.title == "Spring"
    assert row.row.labels == ("launch", "spring")


def test_a_link_that_the_text_has_is_not_added_once_more() -> None:
    (row,) = rows("Text,Link\nSee https://example.com/shop now,https://example.com/shop\n")
    assert row.row.text == "See https://example.com/shop now"


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["Datum", "Uhrzeit", "Beitrag", "Kunde"], [SheetField.DATE, SheetField.TIME, SheetField.TEXT, SheetField.CLIENT]),
        (["Fecha", "Hora", "Texto", "Título"], [SheetField.DATE, SheetField.TIME, SheetField.TEXT, SheetField.TITLE]),
        (["Date", "Heure", "Texte", "Plateformes"], [SheetField.DATE, SheetField.TIME, SheetField.TEXT, SheetField.PLATFORMS]),
    ],
)
def test_columns_in_other_languages_are_recognised(header: list[str], fields: list[SheetField]) -> None:
    assert recognise_columns(header).targets == tuple(SheetColumn(field) for field in fields)


def test_each_column_of_our_own_is_recognised() -> None:
    assert recognise_columns([column.name for column in COLUMNS]).targets == COLUMNS


def test_of_two_columns_for_the_same_the_first_counts() -> None:
    assert recognise_columns(["Text", "Message", "Photo"]).targets == (SheetColumn(SheetField.TEXT), None, None)


def test_a_column_takes_over_what_another_held() -> None:
    shape = ColumnMapping((SheetColumn(SheetField.TEXT), None, ExtraColumn.NO_PLACE)).with_target(1, SheetColumn(SheetField.TEXT))
    assert shape.targets == (None, SheetColumn(SheetField.TEXT), ExtraColumn.NO_PLACE)


def test_formulas_are_text() -> None:
    (row,) = rows("Text,Title\n\"=cmd|' /C calc'!A0\",@SUM(1+1)\n")
    assert row.row.text == "=cmd|' /C calc'!A0"
    assert row.row.title == "@SUM(1+1)"


def test_platforms_are_known_by_many_names() -> None:
    words = ("LinkedIn; x", "IG|fb", "X (Twitter)", "TikTok")
    named, unknown = platforms_named(words)
    assert named == (Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK, Platform.INSTAGRAM)
    assert unknown == ("TikTok",)


def test_an_address_with_a_comma_in_it_is_one() -> None:
    assert find_addresses("https://example.com/a,b.jpg") == ("https://example.com/a,b.jpg",)
    assert find_addresses("https://example.com/a.jpg,https://example.com/b.jpg") == (
        "https://example.com/a.jpg",
        "https://example.com/b.jpg",
    )
    assert find_addresses("photo.jpg") == ()


def test_addresses_stand_apart_by_more_than_one_blank() -> None:
    assert find_addresses(" https://example.com/a.jpg ,  https://example.com/b.jpg\n") == (
        "https://example.com/a.jpg",
        "https://example.com/b.jpg",
    )
    assert find_addresses("https://example.com/a and more, https://example.com/b") == ("https://example.com/b",)


@pytest.mark.parametrize(
    "cell", ["https://" * 16_000 + " z", "https://a" + " " * 130_000 + "b", "a" * 131_000, "a" + " " * 131_000 + "b"]
)
def test_a_cell_that_is_made_to_take_long_takes_no_time(cell: str) -> None:
    with effort() as reading:
        assert find_addresses(cell) == ()
        assert recognise_columns([cell]).targets == (None,)
    assert reading.times < 280  # it took between half a minute and two


@given(st.lists(any_draft(), min_size=1, max_size=3))
def test_what_was_written_as_a_sheet_is_read_as_it_was(drafts: list[Draft]) -> None:
    there = zone("Europe/London")
    assert there
    whole = (map_texts(draft, storable_cell) for draft in drafts)
    sheet = [row_of(replace(draft, variants=_as_listed(draft)), "Ann", there) for draft in whole]
    for encoding in ("utf-8-sig", "utf-16"):
        file = parse_csv("plan.csv", "".join(csv_lines(sheet)).encode(encoding))
        assert [each.row for each in file_rows(file, recognise_columns(file.header))] == sheet


def _as_listed(draft: Draft) -> tuple[Variant, ...]:
    """Return the variants without times, in the order of their platforms."""
    return tuple(sorted(without_times(draft.variants), key=lambda own: list(Platform).index(own.platform)))
