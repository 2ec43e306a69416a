"""The review of a draft."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from postdesk.domain.clients import Connection
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.limits import Severity
from postdesk.domain.media import MediaCheck, MediaFacts, MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import ProblemKind, warning_key
from postdesk.domain.review import ReviewContext, over_limit_from, reserved_in, review_draft
from postdesk.domain.rules import load_rules
from postdesk.domain.send_plan import LocalReason, SendPlan, send_plan, send_plans
from postdesk.domain.text_counter import TextCounter

X, LINKEDIN, FACEBOOK, INSTAGRAM, REDDIT = (
    Platform.TWITTER,
    Platform.LINKEDIN,
    Platform.FACEBOOK,
    Platform.INSTAGRAM,
    Platform.REDDIT,
)
ALL = tuple(Connection(1, platform, "connected") for platform in Platform)


@pytest.fixture(scope="module")
def context() -> ReviewContext:
    rules = load_rules(Path(__file__).resolve().parents[2] / "resources" / "platforms.toml")
    return ReviewContext(rules, TextCounter(rules.x_counting))


def draft(text: str, *platforms: Platform, own: tuple[Variant, ...] = (), title: str = "", media: str = "") -> Draft:
    return Draft("draft", 1, platforms, text, own, title, media)


def test_an_account_that_another_client_has_too_is_said_and_stops_nothing(context: ReviewContext) -> None:
    shared = Connection(1, LINKEDIN, "connected", "17", "@us", shared_with=("Bob",))
    review = review_draft(draft("Hello", LINKEDIN), (shared,), context)
    (group,) = review.problems
    assert (group.kind, group.severity) == (ProblemKind.SHARED_ACCOUNT, Severity.HINT)
    assert review.ready == (LINKEDIN,)
    assert review.warnings == ()


def test_what_is_alike_on_several_platforms_is_one_group(context: ReviewContext) -> None:
    review = review_draft(draft("Hello", INSTAGRAM, Platform.PINTEREST), ALL, context)
    found = next(group for group in review.problems if group.kind is ProblemKind.MEDIA_MISSING)
    assert found.platforms == (INSTAGRAM, Platform.PINTEREST)
    assert review.ready == ()


def test_one_post_too_many_for_a_day_is_warned_about(context: ReviewContext) -> None:
    asked: list[Platform] = []

    def within_a_day(draft: Draft, platform: Platform) -> int:
        asked.append(platform)
        return 100

    counted = replace(context, within_a_day=within_a_day)
    review = review_draft(draft("Hello", LINKEDIN, X), ALL, counted)
    (found,) = review.problems
    assert (found.kind, found.platforms, found.severity) == (ProblemKind.DAILY_CAP, (LINKEDIN,), Severity.WARN)
    assert asked == [LINKEDIN]


def test_a_link_that_is_over_by_now_keeps_a_draft_without_a_time_from_going_out(context: ReviewContext) -> None:
    noon, url = datetime(2026, 11, 25, 12, tzinfo=UTC), "https://example.com/a.jpg"
    look = MediaCheck(url, noon - timedelta(minutes=4), MediaFacts(MediaType.JPEG), expires_at=noon)
    before = replace(context, cached_check=lambda _: look, now=lambda: noon - timedelta(seconds=1))
    assert review_draft(draft("Hello", LINKEDIN, media=url), ALL, before).ready == (LINKEDIN,)
    assert review_draft(draft("Hello", LINKEDIN, media=url), ALL, replace(before, now=lambda: noon)).ready == ()


def test_an_empty_draft_is_not_told_what_it_lacks(context: ReviewContext) -> None:
    review = review_draft(draft("", INSTAGRAM, REDDIT), ALL, context)
    assert {group.severity for group in review.problems} == {Severity.HINT}


def test_reserved_characters_are_no_group_but_marked_for_those_who_get_the_text(context: ReviewContext) -> None:
    review = review_draft(draft("#news (old) for @you", LINKEDIN, X), ALL, context)
    assert review.problems == ()
    assert reserved_in(review, None, context) == (r"\|{}[]()<>*_~", (LINKEDIN,))
    assert reserved_in(review, X, context) == ("", ())
    own = replace(review.draft, variants=(Variant(LINKEDIN, text="mine"),))
    assert reserved_in(review_draft(own, ALL, context), None, context) == ("", ())
    assert reserved_in(review_draft(own, ALL, context), LINKEDIN, context)[1] == (LINKEDIN,)


def test_before_the_rules_are_there_nothing_is_held_back() -> None:
    review = review_draft(draft("x" * 300, X), ALL, None)
    assert review.ready == (X,)
    assert send_plan(review, None) == SendPlan()


def test_an_account_that_is_gone_holds_its_platform_back(context: ReviewContext) -> None:
    review = review_draft(draft("Hello", X, LINKEDIN), ALL[1:], context)
    assert review.ready == (X,)
    assert review.problems[0].kind is ProblemKind.NOT_CONNECTED


def test_an_account_that_needs_reconnecting_only_warns(context: ReviewContext) -> None:
    review = review_draft(draft("Hello", LINKEDIN), (Connection(1, LINKEDIN, "expired"),), context)
    assert review.ready == (LINKEDIN,)
    assert review.warned


def test_a_warning_that_the_user_posts_with_is_shown_no_more(context: ReviewContext) -> None:
    text = "x" * 600
    media = "https://example.com/a.jpg"
    written = draft(text, Platform.PINTEREST, media=media)
    assert review_draft(written, ALL, context).warned
    overridden = replace(written, overridden=(warning_key(Platform.PINTEREST, ProblemKind.TEXT_LONG_WARN),))
    review = review_draft(overridden, ALL, context)
    assert not review.warned
    assert [each.kind for each in review.overridden_problems] == [ProblemKind.TEXT_LONG_WARN]


def test_premium_accounts_may_write_more(context: ReviewContext) -> None:
    account = Connection(1, X, "connected", premium=True)
    assert review_draft(draft("x" * 300, X), (account,), context).ready == (X,)


def test_the_shared_text_is_marked_where_the_first_platform_that_uses_it_ends(context: ReviewContext) -> None:
    text = "x" * 600
    written = draft(text, X, Platform.THREADS, own=(Variant(X, "Short"),))
    review = review_draft(written, ALL, context)
    assert over_limit_from(review, None, context) == 500
    assert over_limit_from(review, X, context) is None
    assert over_limit_from(review_draft(draft(text, X), ALL, context), X, context) == 280


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (draft("Hello", LINKEDIN, X), SendPlan((LINKEDIN, X), ())),
        (draft("Hello", LINKEDIN, X, title="News"), SendPlan((X,), (LINKEDIN,))),
        (draft("Hello", FACEBOOK, media="https://example.com/a.jpg"), SendPlan((), (FACEBOOK,))),
        (draft("Hello", LINKEDIN, REDDIT, title="News"), SendPlan((), (LINKEDIN, REDDIT))),
    ],
)
def test_only_text_alone_can_be_scheduled_by_the_service(context: ReviewContext, written: Draft, expected: SendPlan) -> None:
    assert send_plan(review_draft(written, ALL, context), context) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (draft("Hello", LINKEDIN, REDDIT, media="https://example.com/a.jpg"), LocalReason.MEDIA),
        (draft("Hello", LINKEDIN, X, title="News"), LocalReason.TITLE),
        (draft("Hello", REDDIT), LocalReason.PLATFORM),
    ],
)
def test_why_a_post_needs_this_computer(context: ReviewContext, written: Draft, reason: LocalReason) -> None:
    assert send_plan(review_draft(written, ALL, context), context).reason is reason


def test_each_time_has_its_own_reason_to_need_this_computer(context: ReviewContext) -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    later = Variant(REDDIT, title="News", due_at=noon + timedelta(days=1))
    with_image = Variant(FACEBOOK, "Hello", media_url="https://example.com/a.jpg")
    written = replace(draft("Hello", FACEBOOK, REDDIT, own=(with_image, later)), due_at=noon)
    plans = send_plans(review_draft(written, ALL, context), context)
    assert [plan.needs_this_computer for plan in plans] == [(FACEBOOK,), (REDDIT,)]
    assert [plan.reason for plan in plans] == [LocalReason.MEDIA, LocalReason.PLATFORM]
