"""What the composer works out of a draft."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from postdesk.domain.clients import Connection
from postdesk.domain.counting import Counter
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.limits import Severity
from postdesk.domain.media import Facts, Look, MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import ProblemKind, warning_key
from postdesk.domain.rules import load_rules
from postdesk.ui.composer.findings import Finding, Trouble
from postdesk.ui.composer.going import Going, going
from postdesk.ui.composer.problem_words import finding_words
from postdesk.ui.composer.remedies import Remedy, remedies, remedy_words
from postdesk.ui.composer.state import Measures, over_limit_from, reserved_in, view_of

X, LINKEDIN, FACEBOOK, INSTAGRAM, REDDIT = (
    Platform.TWITTER,
    Platform.LINKEDIN,
    Platform.FACEBOOK,
    Platform.INSTAGRAM,
    Platform.REDDIT,
)
ALL = tuple(Connection(1, platform, "connected") for platform in Platform)


@pytest.fixture(scope="module")
def measures() -> Measures:
    rules = load_rules(Path(__file__).resolve().parents[3] / "resources" / "platforms.toml")
    return Measures(rules, Counter(rules.x_counting))


def draft(text: str, *platforms: Platform, own: tuple[Variant, ...] = (), title: str = "", media: str = "") -> Draft:
    return Draft("draft", 1, platforms, text, own, title, media)


def test_an_account_that_another_client_has_too_is_said_and_stops_nothing(measures: Measures) -> None:
    shared = Connection(1, LINKEDIN, "connected", "17", "@us", shared_with=("Bob",))
    view = view_of(draft("Hello", LINKEDIN), (shared,), measures)
    (finding,) = view.findings
    assert (finding.kind, finding.severity) == (Trouble.SHARED_ACCOUNT, Severity.HINT)
    assert view.ready == (LINKEDIN,)
    assert view.warnings == ()


def test_what_is_alike_on_several_platforms_is_one_finding(measures: Measures) -> None:
    view = view_of(draft("Hello", INSTAGRAM, Platform.PINTEREST), ALL, measures)
    found = next(finding for finding in view.findings if finding.kind is ProblemKind.MEDIA_MISSING)
    assert found.platforms == (INSTAGRAM, Platform.PINTEREST)
    assert view.ready == ()


def test_a_warning_about_an_account_offers_to_wait_and_not_to_post() -> None:
    for trouble in (Trouble.NEEDS_RECONNECTING, Trouble.ACCOUNT_CHANGED):
        found = Finding(Severity.WARN, (LINKEDIN,), trouble)
        assert [remedy_words(each, found) for each in remedies(found, draft("Hello", LINKEDIN))] == ["Connections", "Let it wait"]
        assert "Posting anyway" not in finding_words(replace(found, passed=True), str)


def test_one_post_too_many_for_a_day_is_warned_about(measures: Measures) -> None:
    asked: list[Platform] = []

    def within_a_day(draft: Draft, platform: Platform) -> int:
        asked.append(platform)
        return 100

    counted = replace(measures, within_a_day=within_a_day)
    view = view_of(draft("Hello", LINKEDIN, X), ALL, counted)
    (found,) = view.findings
    assert (found.kind, found.platforms, found.severity) == (ProblemKind.DAILY_CAP, (LINKEDIN,), Severity.WARN)
    assert asked == [LINKEDIN]
    assert remedies(found, view.draft) == (Remedy.NEXT_FREE, Remedy.LEAVE_OUT, Remedy.POST_ANYWAY)
    assert remedies(found, draft("Hello", LINKEDIN)) == (Remedy.NEXT_FREE, Remedy.POST_ANYWAY)


def test_a_link_that_is_over_by_now_keeps_a_draft_without_a_time_from_going_out(measures: Measures) -> None:
    noon, url = datetime(2026, 11, 25, 12, tzinfo=UTC), "https://example.com/a.jpg"
    look = Look(url, noon - timedelta(minutes=4), Facts(MediaType.JPEG), expires_at=noon)
    before = replace(measures, look=lambda _: look, now=lambda: noon - timedelta(seconds=1))
    assert view_of(draft("Hello", LINKEDIN, media=url), ALL, before).ready == (LINKEDIN,)
    assert view_of(draft("Hello", LINKEDIN, media=url), ALL, replace(before, now=lambda: noon)).ready == ()


def test_an_empty_draft_is_not_told_what_it_lacks(measures: Measures) -> None:
    view = view_of(draft("", INSTAGRAM, REDDIT), ALL, measures)
    assert {finding.severity for finding in view.findings} == {Severity.HINT}


def test_reserved_characters_are_no_finding_but_marked_for_those_who_get_the_text(measures: Measures) -> None:
    view = view_of(draft("#news (old) for @you", LINKEDIN, X), ALL, measures)
    assert view.findings == ()
    assert reserved_in(view, None, measures) == (r"\|{}[]()<>*_~", (LINKEDIN,))
    assert reserved_in(view, X, measures) == ("", ())
    own = replace(view.draft, variants=(Variant(LINKEDIN, text="mine"),))
    assert reserved_in(view_of(own, ALL, measures), None, measures) == ("", ())
    assert reserved_in(view_of(own, ALL, measures), LINKEDIN, measures)[1] == (LINKEDIN,)


def test_before_the_rules_are_there_nothing_is_held_back() -> None:
    view = view_of(draft("x" * 300, X), ALL, None)
    assert view.ready == (X,)
    assert going(view, None) == Going()


def test_an_account_that_is_gone_holds_its_platform_back(measures: Measures) -> None:
    view = view_of(draft("Hello", X, LINKEDIN), ALL[1:], measures)
    assert view.ready == (X,)
    assert view.findings[0].kind is Trouble.NOT_CONNECTED


def test_an_account_that_needs_reconnecting_only_warns(measures: Measures) -> None:
    view = view_of(draft("Hello", LINKEDIN), (Connection(1, LINKEDIN, "expired"),), measures)
    assert view.ready == (LINKEDIN,)
    assert view.warned


def test_a_warning_that_the_user_posts_with_is_shown_no_more(measures: Measures) -> None:
    text = "x" * 600
    media = "https://example.com/a.jpg"
    written = draft(text, Platform.PINTEREST, media=media)
    assert view_of(written, ALL, measures).warned
    passed = replace(written, overridden=(warning_key(Platform.PINTEREST, ProblemKind.TEXT_LONG_WARN),))
    view = view_of(passed, ALL, measures)
    assert not view.warned
    assert [(each.kind, remedies(each, passed)) for each in view.passed] == [
        (ProblemKind.TEXT_LONG_WARN, (Remedy.WARN_AGAIN,)),
    ]


def test_premium_accounts_may_write_more(measures: Measures) -> None:
    account = Connection(1, X, "connected", premium=True)
    assert view_of(draft("x" * 300, X), (account,), measures).ready == (X,)


def test_the_shared_text_is_marked_where_the_first_platform_that_uses_it_ends(measures: Measures) -> None:
    text = "x" * 600
    written = draft(text, X, Platform.THREADS, own=(Variant(X, "Short"),))
    view = view_of(written, ALL, measures)
    assert over_limit_from(view, None, measures) == 500
    assert over_limit_from(view, X, measures) is None
    assert over_limit_from(view_of(draft(text, X), ALL, measures), X, measures) == 280


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (draft("Hello", LINKEDIN, X), Going((LINKEDIN, X), ())),
        (draft("Hello", LINKEDIN, X, title="News"), Going((X,), (LINKEDIN,))),
        (draft("Hello", FACEBOOK, media="https://example.com/a.jpg"), Going((), (FACEBOOK,))),
        (draft("Hello", LINKEDIN, REDDIT, title="News"), Going((), (LINKEDIN, REDDIT))),
    ],
)
def test_only_text_alone_can_be_scheduled_by_the_service(measures: Measures, written: Draft, expected: Going) -> None:
    assert going(view_of(written, ALL, measures), measures) == expected
