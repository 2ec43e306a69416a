"""Rows against all rules before anything is made of them: alone, beside the others, beside the plan."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import datetime_ambiguous, datetime_exists, resolve_imaginary
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.factories import NOON, a_client, an_account, an_entry, any_draft
from tests.support.zones import ZONES, second_opinion

from postdesk.domain.csv_files import parse_csv
from postdesk.domain.draft_split import split_by_time
from postdesk.domain.drafts import Draft, map_texts
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_columns import FileRow, file_rows, recognise_columns
from postdesk.domain.import_facts import ImportDefaults, ImportFacts, row_fingerprint
from postdesk.domain.import_plan import PlanIndex, PlannedRequest
from postdesk.domain.import_problems import CheckedRow, RowProblemKind
from postdesk.domain.limits import Severity
from postdesk.domain.media import MediaCheck, MediaProblem
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry
from postdesk.domain.problems import ProblemKind
from postdesk.domain.rules import load_rules
from postdesk.domain.sheet import SheetRow, row_of, storable_cell
from postdesk.domain.sheet import csv_lines as written_rows
from postdesk.domain.text_counter import TextCounter
from postdesk.domain.times import to_ms
from postdesk.domain.written_times import DateOrder

LINKEDIN, X, INSTAGRAM = Platform.LINKEDIN, Platform.TWITTER, Platform.INSTAGRAM
ANN: Final = a_client(id=1, name="Ann Archer", external_user_id="ann-1", zone="Europe/London")
BOB: Final = a_client(id=2, name="Bob", external_user_id="bob-2", zone="America/New_York")
RULES: Final = load_rules(Path(__file__).resolve().parents[2] / "resources" / "platforms.toml")
COUNTER: Final = TextCounter(RULES.x_counting)
KNOWN: Final = ImportFacts(
    now=NOON,
    server_offset=timedelta(),
    clients=(ANN, BOB),
    accounts=(an_account(LINKEDIN, client_id=1), an_account(X, client_id=1), an_account(LINKEDIN, client_id=2)),
    default_platforms=((1, (LINKEDIN,)), (2, (LINKEDIN,))),
    plan=PlanIndex((), ()),
    media_checks=(),
    imported=frozenset(),
    rules=RULES,
    counter=COUNTER,
)


def a_row(**fields: Any) -> SheetRow:
    usual = {"client": "Ann Archer", "date": "2027-03-14", "time": "09:05", "platforms": ("LinkedIn",), "text": "Spring is here"}
    return SheetRow(**usual | fields)


def going(entry: Entry) -> PlannedRequest:
    named, due_ms = json.dumps(entry.platforms), to_ms(entry.due_at)
    return PlannedRequest(entry.client_id, named, due_ms, entry.content, entry.media_url, entry.state, entry.mode, entry.stage)


def a_run(
    *rows: SheetRow,
    usual: ImportDefaults | None = None,
    entries: tuple[Entry, ...] = (),
    drafts: tuple[Draft, ...] = (),
    **known: Any,
) -> DryRun:
    known = {"plan": PlanIndex(map(going, entries), drafts)} | known
    source = [FileRow(number, row) for number, row in enumerate(rows, 2)]
    run = DryRun(source, replace(KNOWN, **known), usual or ImportDefaults())
    assert list(run.work())[-1:] == [2 * len(rows)]
    return run


def checked(row: SheetRow, **known: Any) -> CheckedRow:
    return a_run(row, **known).rows[0]


def kinds(row: CheckedRow) -> set[RowProblemKind]:
    return set(row.kinds)


def problems(row: CheckedRow) -> set[ProblemKind]:
    return {problem.kind for _, assessment in row.assessments for problem in assessment.problems}


def test_a_row_of_which_nothing_is_wrong_becomes_what_it_says() -> None:
    row = checked(a_row(labels=("b", "a", "b"), title="Spring", media=" https://example.com/a.jpg "))
    assert row.worst is None
    assert row.can_be_scheduled
    assert row.draft
    assert row.draft.client_id == ANN.id
    assert row.draft.due_at == datetime(2027, 3, 14, 9, 5, tzinfo=UTC)
    assert row.draft.labels == ("a", "b")
    assert row.draft.media_url == "https://example.com/a.jpg"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"client": "Nobody"}, RowProblemKind.CLIENT_UNKNOWN),
        ({"client": ""}, RowProblemKind.CLIENT_MISSING),
        ({"platforms": ("LinkedIn", "TikTok")}, RowProblemKind.PLATFORM_UNKNOWN),
        ({"platforms": ("Instagram",)}, RowProblemKind.NOT_CONNECTED),
        ({"zone": "Mars/Olympus"}, RowProblemKind.ZONE_UNKNOWN),
        ({"date": "", "time": ""}, RowProblemKind.TIME_MISSING),
        ({"time": ""}, RowProblemKind.TIME_MISSING),
        ({"date": "soon"}, RowProblemKind.TIME_UNREADABLE),
        ({"date": "03/04/2027"}, RowProblemKind.TIME_BOTH_WAYS),
        ({"date": "2026-11-24", "time": "11:59"}, RowProblemKind.TIME_PAST),
        ({"date": "2026-11-24", "time": "12:01"}, RowProblemKind.TIME_TOO_SOON),
    ],
)
def test_what_is_certain_to_fail_stops_the_row(fields: dict[str, Any], kind: RowProblemKind) -> None:
    row = checked(a_row(**fields))
    assert kinds(row) == {kind}
    assert row.worst is Severity.STOP
    assert not row.can_be_scheduled


def test_a_draft_needs_no_more_than_somebody_whom_it_is_for() -> None:
    assert checked(a_row(date="soon", platforms=("Instagram",))).can_be_draft
    assert not checked(a_row(client="Nobody")).can_be_draft
    assert not checked(a_row(text="")).can_be_draft


def test_clients_are_known_by_name_or_id_and_two_of_one_name_are_asked_about() -> None:
    assert checked(a_row(client=" ann  ARCHER ")).client == ANN
    assert checked(a_row(client="bob-2")).client == BOB
    twins = (ANN, replace(BOB, name="Ann Archer"))
    assert kinds(checked(a_row(), clients=twins)) == {RowProblemKind.CLIENT_SEVERAL}


def test_nothing_is_made_for_a_client_that_is_archived_unless_another_has_the_name() -> None:
    away = replace(ANN, archived=True)
    row = checked(a_row(), clients=(away, BOB))
    assert kinds(row) == {RowProblemKind.CLIENT_ARCHIVED}
    assert not row.can_be_draft
    assert checked(a_row(), clients=(away, replace(BOB, name="Ann Archer"))).client == replace(BOB, name="Ann Archer")


def test_what_a_row_does_not_say_is_what_the_user_chose() -> None:
    bare = a_row(client="", platforms=())
    run = a_run(bare, usual=ImportDefaults(BOB.id))
    assert run.rows[0].client == BOB
    assert run.rows[0].draft
    assert run.rows[0].draft.platforms == (LINKEDIN,)
    chosen = a_run(bare, usual=ImportDefaults(ANN.id, (X,))).rows[0].draft
    assert chosen
    assert chosen.platforms == (X,)
    assert kinds(a_run(bare, usual=ImportDefaults(BOB.id), default_platforms=()).rows[0]) == {RowProblemKind.PLATFORM_MISSING}


def test_the_order_of_day_and_month_is_the_users() -> None:
    for order, day in (
        (DateOrder.DAY_FIRST, datetime(2027, 4, 3, 8, 5, tzinfo=UTC)),
        (DateOrder.MONTH_FIRST, datetime(2027, 3, 4, 9, 5, tzinfo=UTC)),
    ):
        row = a_run(a_row(date="03/04/2027"), usual=ImportDefaults(order=order)).rows[0]
        assert row.draft
        assert row.draft.due_at == day


def test_the_rules_of_the_platforms_are_checked() -> None:
    assert problems(checked(a_row(text="x" * 5000))) == {ProblemKind.TEXT_TOO_LONG}
    row = checked(a_row(platforms=("Instagram",)), accounts=(an_account(INSTAGRAM, client_id=1),))
    assert ProblemKind.MEDIA_MISSING in problems(row)
    assert not row.can_be_scheduled


def test_what_was_found_at_an_address_counts() -> None:
    url = "https://example.com/a.jpg"
    look = MediaCheck(url, NOON, problem=MediaProblem.NOT_THERE)
    row = checked(a_row(media=url), media_checks=(look,))
    assert ProblemKind.MEDIA_FLAWED in problems(row)
    assert not row.can_be_scheduled


def test_what_the_file_calls_published_is_left_out_and_a_draft_stays_one() -> None:
    for state in ("published", "Cancelled", "to decide"):
        out = checked(a_row(state=state))
        assert kinds(out) == {RowProblemKind.NOT_TO_COME}
        assert not out.included
    assert checked(a_row(state="scheduled")).worst is None
    draft = checked(a_row(state="Draft"))
    assert draft.included
    assert draft.can_be_draft
    assert not draft.can_be_scheduled


def test_a_row_that_is_there_twice_is_left_out_until_the_first_is() -> None:
    run = a_run(a_row(), a_row(), a_row(text="Other words", time="10:00"))
    assert [row.included for row in run.rows] == [True, False, True]
    assert [(problem.kind, problem.detail) for problem in run.rows[1].problems] == [(RowProblemKind.ROW_TWICE, "2")]
    assert run.include(0, included=False) == (0, 1)
    assert not run.rows[1].problems


def test_the_same_words_at_another_time_and_another_post_in_the_same_minute_are_said() -> None:
    run = a_run(a_row(), a_row(date="2027-03-15"), a_row(text="Other words"))
    assert [(problem.kind, problem.detail) for problem in run.rows[1].problems] == [(RowProblemKind.SAME_WORDS, "2")]
    assert [(problem.kind, problem.detail) for problem in run.rows[2].problems] == [(RowProblemKind.SAME_MINUTE, "2")]
    assert all(row.included and row.can_be_scheduled for row in run.rows)
    assert not run.rows[0].worst or problems(run.rows[0]) == {ProblemKind.SAME_TIME}
    assert run.change(0, a_row(text="Quite new", time="11:00")) == (0, 1, 2)
    assert not any(row.problems or problems(row) for row in run.rows)


def test_a_clients_wish_for_a_gap_counts_within_the_file_and_with_the_plan() -> None:
    roomy = replace(ANN, gap=timedelta(minutes=60))
    entry = an_entry(due_at=datetime(2027, 3, 14, 12, tzinfo=UTC), content="Planned")
    times = ("09:05", "09:45", "11:30", "15:00")
    run = a_run(*(a_row(time=each, text=f"At {each}") for each in times), clients=(roomy, BOB), entries=(entry,))
    near = [ProblemKind.TOO_CLOSE in problems(row) for row in run.rows]
    assert near == [True, True, True, False]
    assert run.change(1, a_row(time="10:30", text="Later")) == (0, 1)
    assert [ProblemKind.TOO_CLOSE in problems(row) for row in run.rows] == [False, False, True, False]


def test_another_client_or_platform_is_no_clash() -> None:
    run = a_run(a_row(), a_row(platforms=("X",), text="Other"), a_row(client="Bob", time="05:05"))
    assert not any(row.problems for row in run.rows)


def test_what_is_here_already_at_that_time_is_left_out() -> None:
    row = checked(a_row(platforms=("LinkedIn", "X")))
    assert row.draft
    entries = tuple(
        an_entry(platforms=(each,), due_at=datetime(2027, 3, 14, 9, 5, 0, 1000, tzinfo=UTC), content="Spring is  here")
        for each in (LINKEDIN, X)
    )
    planned = checked(a_row(platforms=("LinkedIn", "X")), entries=entries)
    assert kinds(planned) == {RowProblemKind.THERE_ALREADY}
    assert not planned.included
    assert checked(a_row(platforms=("LinkedIn", "X")), entries=entries[:1]).included
    assert not checked(a_row(platforms=("LinkedIn", "X")), drafts=(row.draft,)).included
    assert checked(a_row(platforms=("LinkedIn", "X"), time="10:00"), drafts=(row.draft,)).included


def test_what_is_planned_already_is_said() -> None:
    due = datetime(2027, 3, 14, 9, 5, tzinfo=UTC)
    entry = an_entry(due_at=due.replace(microsecond=1000), content="Other words")
    assert problems(checked(a_row(), entries=(entry,))) == {ProblemKind.SAME_TIME}
    later = replace(entry, due_at=due + timedelta(days=3), content="Spring is  here")
    row = checked(a_row(), entries=(later,))
    assert problems(row) == {ProblemKind.GOES_OUT_TOO}
    assert not row.problems


def test_a_days_posts_are_counted_with_those_of_the_file() -> None:
    youtube = an_account(Platform.INSTAGRAM, client_id=1)
    rows = [
        a_row(
            platforms=("Instagram",),
            text=f"Number {n}",
            date="2027-03-14",
            time=f"{n % 24:02}:{n // 24:02}",
            media="https://example.com/a.jpg",
        )
        for n in range(101)
    ]
    run = a_run(*rows, accounts=(youtube,))
    counted = [row for row in run.rows if ProblemKind.DAILY_CAP in problems(row)]
    assert counted
    run.include(0, included=False)
    assert len([row for row in run.rows if ProblemKind.DAILY_CAP in problems(row)]) <= len(counted)


def test_a_row_of_an_earlier_import_is_left_out_whatever_was_changed_of_it_then() -> None:
    row = a_row()
    run = a_run(row, a_row(text="New"), imported=frozenset({(row_fingerprint(row), ANN.id)}))
    assert kinds(run.rows[0]) == {RowProblemKind.IMPORTED_BEFORE}
    assert [each.included for each in run.rows] == [False, True]
    other = a_run(row, imported=frozenset({(row_fingerprint(row), BOB.id)}))
    assert other.rows[0].included


def test_a_change_keeps_the_draft_and_is_checked_at_once() -> None:
    run = a_run(a_row(client="Nobody"))
    assert not run.rows[0].can_be_draft
    run.change(0, a_row())
    first = run.rows[0].draft
    run.change(0, a_row(text="Better"))
    again = run.rows[0].draft
    assert first
    assert again
    assert first.id == again.id
    assert again.text == "Better"
    assert run.rows[0].can_be_scheduled
    assert run.rows[0].source.row.client == "Nobody"


def test_only_the_first_of_several_files_is_taken_and_that_is_said() -> None:
    run = DryRun([FileRow(2, a_row(media="https://example.com/a.jpg"), files=3)], KNOWN, ImportDefaults())
    list(run.work())
    assert [(problem.kind, problem.detail) for problem in run.rows[0].problems] == [(RowProblemKind.MORE_FILES, "3")]


def test_a_skipped_hour_takes_the_later_and_a_doubled_one_the_first_and_both_are_said() -> None:
    skipped = checked(a_row(date="2027-03-28", time="01:30"))
    assert kinds(skipped) == {RowProblemKind.TIME_SKIPPED}
    assert skipped.draft
    assert skipped.draft.due_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    doubled = checked(a_row(date="2027-10-31", time="01:30"))
    assert RowProblemKind.TIME_DOUBLED in kinds(doubled)
    assert doubled.draft
    assert doubled.draft.due_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    told = checked(a_row(date="2027-10-31", time="01:30+00:00"))
    assert RowProblemKind.TIME_DOUBLED not in kinds(told)
    assert told.draft
    assert told.draft.due_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@cache
def changes(name: str) -> tuple[date, ...]:
    """Return the days on which the clocks of the zone change."""
    there = ZoneInfo(name)
    days = [date(2026, 11, 25) + timedelta(days=n) for n in range(800)]
    offsets = [datetime.combine(day, time(12), there).utcoffset() for day in days]
    return tuple(day for day, before, after in zip(days[1:], offsets, offsets[1:], strict=False) if before != after)


@given(st.data(), st.sampled_from(ZONES), st.times())
def test_in_each_zone_it_goes_out_as_a_second_library_has_it_and_what_the_clocks_do_is_said(
    data: st.DataObject, name: str, clock: time
) -> None:
    day = data.draw(st.sampled_from(changes(name) or (date(2027, 3, 14),)) | st.dates(date(2026, 11, 26), date(2029, 1, 1)))
    wall = datetime.combine(day, clock).replace(second=0, microsecond=0, fold=0)
    row = checked(a_row(zone=name, date=f"{wall:%Y-%m-%d}", time=f"{wall:%H:%M}"))
    there = wall.replace(tzinfo=second_opinion(name))
    assert row.draft
    assert row.draft.due_at == resolve_imaginary(there).astimezone(UTC)
    assert (RowProblemKind.TIME_SKIPPED in kinds(row)) == (not datetime_exists(there))
    assert (RowProblemKind.TIME_DOUBLED in kinds(row)) == datetime_ambiguous(there)


def test_the_day_that_apia_never_had_takes_the_next_and_is_said() -> None:
    then = datetime(2011, 12, 20, tzinfo=UTC)
    row = checked(a_row(zone="Pacific/Apia", date="2011-12-30", time="09:00"), now=then)
    assert RowProblemKind.TIME_SKIPPED in kinds(row)
    assert row.draft
    assert row.draft.due_at
    assert row.draft.due_at.astimezone(ZoneInfo("Pacific/Apia")).date().isoformat() == "2011-12-31"


@cache
def _around_changes(name: str) -> list[datetime]:
    """Return the half hours around the clock changes of that zone in two years; of any day where there are none."""
    there, half = ZoneInfo(name), timedelta(minutes=30)
    moments = [NOON + half * n for n in range(2 * 365 * 48)]
    changes = [at for at in moments if at.astimezone(there).utcoffset() != (at + half).astimezone(there).utcoffset()]
    return [at + half * n for at in changes for n in range(-3, 4)] or [NOON]


@settings(max_examples=50)
@given(any_draft(), st.sampled_from(ZONES).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(_around_changes(name)))))
def test_a_draft_comes_back_from_the_file_it_was_exported_to(draft: Draft, place: tuple[str, datetime]) -> None:
    """One row for each of its times, around the hours at which the clock changes."""
    name, moment = place
    owner, later = replace(ANN, zone=name), moment - NOON
    parts = split_by_time(map_texts(draft.retimed(lambda moment: moment + later), storable_cell))
    kept = "".join(written_rows([row_of(part, owner.name, ZoneInfo(name)) for part in parts]))
    file = parse_csv("posts.csv", kept.encode("utf-8-sig"))
    run = DryRun(list(file_rows(file, recognise_columns(file.header))), replace(KNOWN, clients=(owner,)), ImportDefaults())
    assert list(run.work())
    assert [_said(row.draft) for row in run.rows] == [_said(part) for part in parts]
    assert not {RowProblemKind.TIME_SKIPPED, RowProblemKind.TIME_DOUBLED, RowProblemKind.TIME_UNREADABLE} & {
        kind for row in run.rows for kind in row.kinds
    }


def _said(draft: Draft | None) -> tuple[object, ...]:
    assert draft
    own = sorted(draft.variants, key=lambda own: list(Platform).index(own.platform))
    return draft.platforms, draft.text, draft.title, draft.media_url.strip(), draft.thumbnail_url.strip(), draft.due_at, own
