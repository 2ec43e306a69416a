"""Postdesk's own sheet: a written row is read back the same, and nothing in it is computed."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.zones import ZONES, second_opinion

from postdesk.domain.csv_files import parse_csv
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.import_columns import file_rows, recognise_columns
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.sheet import (
    COLUMNS,
    NONE,
    USUAL,
    SheetColumn,
    SheetField,
    SheetRow,
    cell_of,
    clock_texts,
    column_named,
    csv_lines,
    escape_cell,
    row_of,
    state_word,
    storable_cell,
    unescape_cell,
)
from postdesk.domain.times import WallTimeKind
from postdesk.domain.written_times import parse_cells as parsed

LONDON = ZoneInfo("Europe/London")

# Characters that are cut, quoted, computed or taken for a mark, more often than chance would give them.
SHARP = st.sampled_from([*"'\"=+-@\t\r\n,;|\0\ud800 ＝", "(none)", "\r\n", "=cmd|'/c calc'!A0", "BEGIN:VEVENT"])
ANY = st.lists(st.one_of(SHARP, st.text(max_size=5)), max_size=5).map("".join)
TEXTS = ANY.map(storable_cell)
WORDS = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
OWN = st.builds(
    Variant, st.just(Platform.LINKEDIN), **{piece: st.none() | TEXTS for piece in ("text", "title", "media_url", "thumbnail_url")}
).filter(lambda variant: not variant.plain)
LISTS = st.lists(WORDS, max_size=3).map(tuple)
ROWS = st.builds(
    SheetRow, *([TEXTS] * 4), LISTS, *([TEXTS] * 4), LISTS, TEXTS, st.lists(OWN, max_size=1).map(tuple)
)  # fmt: skip


def said(row: SheetRow) -> bool:
    """Return True where the row holds anything: an import skips blank rows."""
    return any(cell_of(row, column).strip() for column in COLUMNS)


def file_of(rows: Sequence[SheetRow], delimiter: str = ",") -> str:
    return "".join(csv_lines(rows, delimiter))


def records(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def read(text: str) -> list[SheetRow]:
    """Read the file as an import does."""
    file = parse_csv("posts.csv", text.encode("utf-8-sig"))
    return [found.row for found in file_rows(file, recognise_columns(file.header))]


@given(st.lists(ROWS.filter(said), min_size=1, max_size=4), st.sampled_from(",;"))
def test_what_is_read_is_what_was_written(rows: list[SheetRow], delimiter: str) -> None:
    assert read(file_of(rows, delimiter)) == rows


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_no_cell_begins_with_what_a_spreadsheet_computes(rows: list[SheetRow]) -> None:
    cells = [cell for record in records(file_of(rows)) for cell in record]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))]


@given(ANY)
def test_a_cell_gives_its_text_back(text: str) -> None:
    assert unescape_cell(escape_cell(text)) == storable_cell(text)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("@home", "'@home"),
        ("-5 %", "'-5 %"),
        ("'tis the season", "'tis the season"),
        ("a=b", "a=b"),
        (NONE, f"'{NONE}"),
    ],
)
def test_only_what_could_be_computed_gets_an_apostrophe(text: str, cell: str) -> None:
    assert (escape_cell(text), unescape_cell(cell)) == (cell, text)


def test_what_no_file_can_hold_is_marked_where_it_stood() -> None:
    assert read(file_of([SheetRow(text="a\0b\ud83d")])) == [SheetRow(text="a\ufffdb\ufffd")]


def test_a_platforms_own_columns_are_there_where_a_post_has_something_of_its_own() -> None:
    plain, titled = SheetRow(text="One"), SheetRow(text="Two", own=(Variant(Platform.YOUTUBE, title="Three"),))
    usual = [column.name for column in USUAL]
    assert records(file_of([plain]))[0] == usual
    assert records(file_of([plain, titled]))[0] == [*usual, "YouTube title"]


def test_a_platform_can_have_nothing_where_the_others_have_something() -> None:
    row = SheetRow(text="Look", media="https://files.example/a.png", own=(Variant(Platform.TWITTER, text=NONE, media_url=""),))
    assert records(file_of([row]))[1][-1] == NONE
    assert read(file_of([row])) == [row]


def test_columns_are_known_by_their_names_in_any_order_and_case() -> None:
    assert column_named("  x TEXT ") == SheetColumn(SheetField.TEXT, Platform.TWITTER)
    assert column_named("Mood") is None
    assert len({column.name.casefold() for column in COLUMNS}) == len(COLUMNS)
    assert read("Mood,text,CLIENT\ngood,Hello,Northwind\n") == [SheetRow(text="Hello", client="Northwind")]


def test_a_post_of_several_platforms_is_one_row() -> None:
    draft = Draft(
        "d",
        1,
        platforms=(Platform.LINKEDIN, Platform.TWITTER),
        text="Open on Sunday",
        variants=(Variant(Platform.TWITTER, "Sunday!"),),
        due_at=datetime(2026, 12, 1, 9, 5, tzinfo=UTC),
        labels=("advent", "opening, special"),
    )
    row = row_of(draft, "Northwind", ZoneInfo("Europe/Berlin"), PostState.NEEDS_THIS_COMPUTER)
    assert (row.date, row.time, row.zone, row.state) == ("2026-12-01", "10:05", "Europe/Berlin", "scheduled")
    cells = dict(zip(*records(file_of([row])), strict=True))
    assert cells["Platforms"] == "LinkedIn, X"
    assert cells["Labels"] == 'advent, "opening, special"'
    assert (cells["Text"], cells["X text"], cells["LinkedIn text"]) == ("Open on Sunday", "Sunday!", "")


def test_each_state_has_a_word_of_its_group() -> None:
    assert {state_word(state) for state in (None, *PostState)} == {
        "draft", "to decide", "failed", "held", "scheduled", "locked", "under way", "published", "cancelled",
    }  # fmt: skip


def test_a_time_that_the_clock_shows_twice_says_which() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert clock_texts(first, LONDON) == ("2026-10-25", "01:30+01:00")
    assert clock_texts(second, LONDON) == ("2026-10-25", "01:30+00:00")
    assert clock_texts(second + timedelta(minutes=30, seconds=5), LONDON) == ("2026-10-25", "02:00:05")


MOMENTS = st.integers(946_684_800, 2_114_380_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_clock_shows_what_another_library_says(moment: datetime, name: str) -> None:
    date, time = clock_texts(moment, ZoneInfo(name))
    assert f"{date}T{time}"[:16] == moment.astimezone(second_opinion(name)).isoformat()[:16]


@given(MOMENTS, st.sampled_from(ZONES))
def test_every_moment_comes_back_from_the_clock_that_showed_it(moment: datetime, name: str) -> None:
    assert off_the_clock(*clock_texts(moment, ZoneInfo(name)), ZoneInfo(name)) == moment


@pytest.mark.parametrize("name", ZONES)
def test_every_half_hour_around_a_change_of_the_clocks_comes_back(name: str) -> None:
    """The year is 2011, in which Apia left out a day."""
    zone = ZoneInfo(name)
    hours = [datetime(2011, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(365 * 48)]
    changes = [one for one, after in pairwise(hours) if one.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()]
    around = [change + timedelta(minutes=30 * n) for change in changes for n in range(-6, 7)]
    assert [off_the_clock(*clock_texts(moment, zone), zone) for moment in around] == around


def off_the_clock(date: str, time: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment of the cells, or None where they give none."""
    found = parsed(date, time, None, datetime(2026, 11, 25, tzinfo=UTC).date()).resolved(zone)
    return found.first if found and found.kind is WallTimeKind.PLAIN else None
