"""A draft in parts: the platforms that are left out of it, and those that go out at another time."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.support.factories import NOON, a_draft, any_draft

from postdesk.domain.draft_split import merge_rest, split_by_time, split_off, with_single_time
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.platforms import Platform

ALL = tuple(Platform)
HOUR = timedelta(hours=1)


@given(any_draft(), st.frozensets(st.sampled_from(ALL)))
def test_what_is_left_out_loses_nothing_and_comes_back_together(draft: Draft, left_out: frozenset[Platform]) -> None:
    going, rest = split_off(draft, left_out, "rest")
    parts = [going, *([rest] if rest else [])]
    assert sorted(each for part in parts for each in part.platforms) == sorted(draft.platforms)
    for part in parts:
        assert all(part.variant(platform) == draft.variant(platform) for platform in part.platforms)
    if rest:
        whole = merge_rest(going, rest)
        assert whole
        assert whole.platforms == draft.platforms
        assert all(whole.variant(platform) == draft.variant(platform) for platform in draft.platforms)


def test_what_was_left_out_and_then_rewritten_stays_a_draft_of_its_own() -> None:
    going, rest = split_off(a_draft(Platform.TWITTER, Platform.LINKEDIN), {Platform.TWITTER}, "rest")
    assert rest
    assert merge_rest(going, replace(rest, text="Something else")) is None


def test_what_was_left_out_and_then_given_a_platform_that_went_out_stays_a_draft_of_its_own() -> None:
    going, rest = split_off(a_draft(Platform.TWITTER, Platform.LINKEDIN), {Platform.TWITTER}, "rest")
    assert rest
    own = (Variant(Platform.LINKEDIN, "Another one"),)
    assert merge_rest(going, replace(rest, platforms=(Platform.TWITTER, Platform.LINKEDIN), variants=own)) is None


@given(any_draft())
def test_each_platform_is_in_the_part_of_its_time_with_all_that_it_gets(draft: Draft) -> None:
    parts = split_by_time(draft)
    assert sorted(each for part in parts for each in part.platforms) == sorted(draft.platforms)
    assert len({part.due_at for part in parts}) == len(parts)
    for part in parts:
        assert part.id == draft.id
        assert all(own.due_at is None and not own.plain for own in part.variants)
        for platform in part.platforms:
            assert part.due_at == draft.due_for(platform)
            assert part.content_for(platform) == draft.content_for(platform)


def test_the_parts_of_a_draft_follow_their_times() -> None:
    own = (Variant(Platform.TWITTER, due_at=NOON + HOUR), Variant(Platform.THREADS, due_at=NOON - HOUR))
    parts = split_by_time(a_draft(Platform.LINKEDIN, Platform.TWITTER, Platform.THREADS, variants=own))
    assert [part.platforms for part in parts] == [(Platform.THREADS,), (Platform.LINKEDIN,), (Platform.TWITTER,)]


@given(any_draft())
def test_what_is_published_now_goes_out_at_once_whatever_its_times_are(draft: Draft) -> None:
    now = with_single_time(draft, NOON - HOUR)
    assert [part.platforms for part in split_by_time(now)] == [draft.platforms]
    assert all(now.content_for(platform) == draft.content_for(platform) for platform in draft.platforms)
