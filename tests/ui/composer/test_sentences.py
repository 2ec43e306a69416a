"""The texts of the window checked as sentences: about one platform, two and five."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from tests.ui.text.test_problems import DETAILS, OF_A_FILE, SOURCE

from postdesk.api.errors import ErrorKind
from postdesk.domain.checks import PROBLEM_OF_MEASURE
from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.drafts import Draft
from postdesk.domain.fixes import Fix
from postdesk.domain.limits import FILE_MEASURES, Bound, Limit, Measure, PostPart, Severity
from postdesk.domain.media import MediaProblem
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Problem, ProblemField, ProblemKind
from postdesk.domain.review import BlockedReason, DraftReview
from postdesk.domain.rules import TextUnit
from postdesk.domain.send_plan import SendPlan
from postdesk.domain.storage import StorageFailure
from postdesk.domain.times import WallTimeKind
from postdesk.engine.composer import RefusedDraft
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.submission import RefusedReason
from postdesk.ui.composer.action_bar_words import left_out_platforms_words
from postdesk.ui.composer.status import SubmissionResult, result_remark
from postdesk.ui.composer.time_words import TimeContext, time_remark, times_remark
from postdesk.ui.text.fixes import applied_fix_words, fix_words
from postdesk.ui.text.limits import severity_words, source_words
from postdesk.ui.text.names import names
from postdesk.ui.text.notices import notice_words
from postdesk.ui.text.problems import limit_line, problem_words, why_words
from postdesk.ui.text.refusals import blocked_words, refused_words

SOME = (
    (Platform.INSTAGRAM,),
    (Platform.LINKEDIN, Platform.TWITTER),
    (Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK, Platform.YOUTUBE, Platform.REDDIT),
)
OF_ONE = ["allows", "refuses", "takes", "shows", "has", "needs", "gets", "goes", "was", "is", "counts"]
OF_SEVERAL = ["allow", "refuse", "take", "show", "have", "need", "get", "go", "were", "are", "count"]
DOUBLED = re.compile(r"[^\S\n]{2}|\(\)|[ (][,.;:]|[.,;:]{2}|[:,] ?\.|: *,")


def mistakes_in(words: str, platforms: tuple[Platform, ...] = ()) -> list[str]:
    """Return the mistakes in sentences, as text."""
    who = names(platforms)
    verbs = OF_ONE if len(platforms) > 1 else OF_SEVERAL
    found = {
        "doubled or dangling": DOUBLED.search(words.replace("…", "")),
        "a place that is not filled in": re.search(r"[{}]|None|<", words),
        "a lower-case start": re.match(r"[a-z]", words),
        "no full stop": None if re.search(r"[.?…]”?$", words) else words,
        "a verb that disagrees": who and re.search(rf"{re.escape(who)} (?:{'|'.join(verbs)})\b", words),
    }
    return [f"{what}: {words}" for what, there in found.items() if there]


def problems() -> Iterator[Problem]:
    for kind, field, severity in product(ProblemKind, ProblemField, Severity):
        if kind not in OF_A_FILE:
            yield from (Problem(severity, kind, field, 12, 10, str(each)) for each in DETAILS.get(kind, ("", "&@")))
    for unit, links in product(TextUnit, ("", "links")):
        yield Problem(Severity.STOP, ProblemKind.TEXT_TOO_LONG, ProblemField.TEXT, 12, 10, links, unit)
    for limit in limits():
        detail = "png" if limit.bound is Bound.OTHER_THAN else ""
        yield Problem(
            limit.severity, PROBLEM_OF_MEASURE[limit.measure], ProblemField.MEDIA_URL, 30, limit.value, detail, limit=limit
        )


def limits() -> Iterator[Limit]:
    for part, measure, severity, bound in product(PostPart, FILE_MEASURES, Severity, Bound):
        yield Limit(part, measure, severity, bound, SOURCE, 20, ("jpeg", "h264"))
        yield Limit(part, measure, severity, bound, SOURCE, 1, ("jpeg",), default_value=40)


@pytest.mark.parametrize("platforms", SOME, ids=len)
def test_every_finding_is_a_sentence_of_however_many_platforms(platforms: tuple[Platform, ...]) -> None:
    findings = [ProblemGroup(platforms, each) for each in problems()]
    assert [each for finding in findings for each in mistakes_in(problem_words(finding, str), platforms)] == []


@pytest.mark.parametrize("platforms", SOME, ids=len)
def test_every_mend_and_what_was_left_out_is_told_in_a_sentence(platforms: tuple[Platform, ...]) -> None:
    findings = [ProblemGroup(platforms, each) for each in problems()]
    assert [each for finding in findings for each in mistakes_in(applied_fix_words(finding), platforms)] == []
    for finding in findings:
        view = DraftReview(Draft("", 1, platforms), Draft("", 1, platforms), (), (finding,), ())
        assert mistakes_in(left_out_platforms_words(view, str), platforms) == []
        for remedy in Fix:
            words = fix_words(remedy, finding)
            assert mistakes_in(f"{words}.", platforms) == []


def test_why_it_is_one_is_told_in_sentences() -> None:
    for problem in problems():
        finding = ProblemGroup(SOME[1], problem, tuple((each, SOURCE) for each in SOME[1]))
        assert mistakes_in(why_words(finding) + ".") == []
        if problem.limit:
            assert mistakes_in(limit_line(problem.limit, problem)) == []
            assert mistakes_in(severity_words(problem.limit)) == []
    assert mistakes_in(f"{source_words(SOURCE)}.") == []


@pytest.mark.parametrize("measure", Measure)
def test_one_of_anything_is_said_of_one(measure: Measure) -> None:
    limit = Limit(PostPart.VIDEO, measure, Severity.STOP, Bound.ABOVE, SOURCE, 1, default_value=40)
    words = limit_line(limit, Problem(Severity.STOP, ProblemKind.MEDIA_SECONDS, ProblemField.MEDIA_URL, limit=limit))
    assert not re.search(r"\b1 (seconds|pixels|frames)\b", words)


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

DETAIL_OF = {
    NoticeKind.MEDIA_HELD: tuple(MediaProblem),
    NoticeKind.SERIES_CLOCK: (WallTimeKind.SKIPPED, WallTimeKind.DOUBLED),
    NoticeKind.STORAGE_FAILED: ("", *StorageFailure),
    NoticeKind.BAD_SETTING: ("BadKey", "BadBaseUrl", "BadProxy", "BadCaFile"),
    NoticeKind.CONNECT_ENDED: ("access_denied", "session_expired", "not_finished", "odd"),
    NoticeKind.LINK_ENDED: ("access_denied", "session_expired", "not_finished", "odd"),
    NoticeKind.SERIES_DRAFTED: (1, 3),
    NoticeKind.SERIES_MISSED: (1, 3),
}


def test_every_notice_is_told_in_sentences() -> None:
    for kind in NoticeKind:
        errors = (None, *ErrorKind) if kind is NoticeKind.ACTION_FAILED else (None,)
        for detail, error in product(DETAIL_OF.get(kind, ("Tour",)), errors):
            told = notice_words(Notice(kind, platform="twitter", detail=str(detail), error=error, said="a link", moment=NOW))
            what_they_say = told.copy or told.text.endswith("Its answer: a link")
            assert mistakes_in(f"{told.text}." if what_they_say else told.text) == []


def test_every_refusal_and_every_blocked_reason_is_told_in_sentences() -> None:
    for reason, platform in product(RefusedReason, ("", "twitter")):
        assert mistakes_in(refused_words(replace(RefusedDraft("", reason), platform=platform or "linkedin"))) == []
    for blocked in BlockedReason:
        assert mistakes_in(blocked_words(blocked)) == []


HERE, THERE = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
AHEAD = (timedelta(minutes=-1), timedelta(minutes=1), timedelta(hours=3), timedelta(days=2), timedelta(days=300))


@pytest.mark.parametrize(("zone", "platforms"), list(product((HERE, THERE), SOME)))
def test_what_becomes_of_it_at_its_time_is_told_in_sentences(zone: ZoneInfo, platforms: tuple[Platform, ...]) -> None:
    ways = [(platforms, ()), ((), platforms), (platforms, (Platform.PINTEREST,))]
    for ahead, rule, (lockable, needs_this_computer) in product(AHEAD, LockInRule, ways):
        place = TimeContext(NOW + ahead, NOW, zone, HERE, LockIn(rule, 2))
        going = SendPlan(lockable, needs_this_computer)
        assert mistakes_in(time_remark(going, place).text, platforms) == []
        for line in times_remark([(going, place), (going, place)]).text.splitlines():
            assert mistakes_in(line, platforms) == []


def test_what_came_of_it_is_told_of_one_account_and_of_several() -> None:
    for act, state, count, changed, paused in product(SubmitMode, PostState, (1, 2, 5), (False, True), (False, True)):
        remark = result_remark(SubmissionResult(act, state, (state,) * count, "Alex Morgan", "tomorrow 09:00", changed, paused))
        assert remark is None or mistakes_in(f"{remark.text.removesuffix('.')}.") == []
