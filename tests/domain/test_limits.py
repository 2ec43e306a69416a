"""Each limit of the data, for each platform: at it, within it and beyond it."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.domain.limit_cases import CASES, COVER, MEDIA, NOW, Case, allowed, too_much

from postdesk.domain.checks import PROBLEM_OF_MEASURE, check
from postdesk.domain.drafts import Content
from postdesk.domain.limits import Bound, Limit, Measure, OwnLimit, PostPart, Severity, worst_first
from postdesk.domain.media import MediaCheck, MediaFacts, MediaProblem, MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Assessment, ProblemField, ProblemKind
from postdesk.domain.rules import Rules, load_rules
from postdesk.domain.text_counter import TextCounter

RULES = load_rules(Path(__file__).parents[2] / "resources" / "platforms.toml")


LIMITS = [(platform, limit) for platform, its in RULES.platforms for limit in its.limits]
EACH = [pytest.param(platform, limit, id=f"{platform} {limit.key}") for platform, limit in LIMITS]
OF_NUMBERS = [pytest.param(key, limit, id=f"{key} {limit.key}") for key, limit in LIMITS if limit.bound is not Bound.OTHER_THAN]


def assessed(
    platform: Platform, case: Case, counter: TextCounter, own: tuple[OwnLimit, ...] = (), *, premium: bool = False
) -> Assessment:
    media, cover = case.look(MEDIA), case.look(COVER)
    return check(
        platform,
        case.content(),
        RULES,
        counter=counter,
        premium=premium,
        own=own,
        others=case.others,
        media=media,
        thumbnail=cover,
    )


def broken(found: Assessment) -> list[Limit]:
    return [problem.limit for problem in found.problems if problem.limit]


def test_a_measure_without_a_case_is_in_no_data() -> None:
    assert set(CASES) == set(Measure)
    assert {limit.measure for _, its in RULES.platforms for limit in its.limits} == set(CASES)
    assert set(PROBLEM_OF_MEASURE) == set(Measure) - {Measure.LENGTH}


@pytest.mark.parametrize(("platform", "limit"), EACH)
def test_what_lies_within_a_limit_is_no_problem_of_it(counter: TextCounter, platform: Platform, limit: Limit) -> None:
    for case in allowed(limit):
        assert limit not in broken(assessed(platform, case, counter))


@pytest.mark.parametrize(("platform", "limit"), EACH)
def test_what_lies_beyond_a_limit_is_one_problem_of_its_severity(counter: TextCounter, platform: Platform, limit: Limit) -> None:
    cases = [*too_much(limit)]
    assert cases
    severities = []
    for case in cases:
        of_it = [
            problem
            for problem in assessed(platform, case, counter).problems
            if problem.limit and (problem.limit.part, problem.limit.measure) == (limit.part, limit.measure)
        ]
        assert len(of_it) == 1
        assert worst_first(of_it[0].severity) <= worst_first(limit.severity)
        assert of_it[0].source is not None
        severities.append(of_it[0].severity)
    assert limit.severity in severities


@pytest.mark.parametrize(("platform", "limit"), OF_NUMBERS)
def test_a_users_own_number_is_the_limit_then(counter: TextCounter, platform: Platform, limit: Limit) -> None:
    own = (OwnLimit(limit.key, round(limit.value * 1.2) or limit.value * 1.2),)
    its = next(each for each in RULES.for_platform(platform).with_own(own).limits if each.key == limit.key)
    for case in allowed(its):
        assert its not in broken(assessed(platform, case, counter, own))
    if limit.bound is Bound.ABOVE:
        found = assessed(platform, next(too_much(its)), counter, own)
        assert any(problem.limit and problem.limit.key == limit.key and problem.limit.is_custom for problem in found.problems)


def problems_of(platform: Platform, look: MediaCheck, counter: TextCounter, **content: str) -> dict[ProblemKind, Severity]:
    post = Content(**{"text": "Hello", "title": "A title", "media_url": look.url, **content})
    found = check(platform, post, RULES, counter=counter, media=look, due_at=NOW)
    return {problem.kind: problem.severity for problem in found.problems}


@pytest.mark.parametrize("problem", MediaProblem)
def test_a_file_that_cannot_be_had_is_a_problem_on_every_platform(counter: TextCounter, problem: MediaProblem) -> None:
    for platform in Platform:
        found = problems_of(platform, MediaCheck(MEDIA, NOW, problem=problem), counter)
        assert found[ProblemKind.MEDIA_FLAWED] in {Severity.STOP, Severity.WARN}


def test_what_only_this_computer_may_have_met_does_not_stop(counter: TextCounter) -> None:
    for problem, severity in ((MediaProblem.UNREACHABLE, Severity.WARN), (MediaProblem.NOT_THERE, Severity.STOP)):
        found = problems_of(Platform.LINKEDIN, MediaCheck(MEDIA, NOW, problem=problem), counter)
        assert found[ProblemKind.MEDIA_FLAWED] is severity


@pytest.mark.parametrize("problem", [None, MediaProblem.UNREACHABLE])
def test_an_address_has_to_work_longer_than_until_then(counter: TextCounter, problem: MediaProblem | None) -> None:
    jpeg = None if problem else MediaFacts(MediaType.JPEG)
    for ends, stops in ((NOW - timedelta(1), True), (NOW, True), (NOW + timedelta(seconds=1), False)):
        look = MediaCheck(MEDIA, NOW, jpeg, problem, expires_at=ends)
        found = problems_of(Platform.LINKEDIN, look, counter)
        assert (found.get(ProblemKind.MEDIA_EXPIRES) is Severity.STOP) == stops == (look.against(NOW) is MediaProblem.EXPIRED)


def test_an_address_that_is_over_already_is_said_to_be(counter: TextCounter) -> None:
    over = MediaCheck(MEDIA, NOW, problem=MediaProblem.EXPIRED, expires_at=NOW - timedelta(1))
    found = problems_of(Platform.LINKEDIN, over, counter)
    assert found[ProblemKind.MEDIA_FLAWED] is Severity.STOP
    assert ProblemKind.MEDIA_EXPIRES not in found


def test_a_look_at_another_address_says_nothing(counter: TextCounter) -> None:
    look = MediaCheck("https://example.com/before", NOW, problem=MediaProblem.NOT_THERE)
    assert ProblemKind.MEDIA_FLAWED not in problems_of(Platform.LINKEDIN, look, counter, media_url=MEDIA)


def test_what_a_file_is_counts_more_than_its_name(counter: TextCounter) -> None:
    name = "https://example.com/clip.jpg"
    video, image = MediaCheck(name, NOW, MediaFacts(MediaType.MP4)), MediaCheck(name, NOW, MediaFacts(MediaType.JPEG))
    assert ProblemKind.VIDEO_MISSING not in problems_of(Platform.YOUTUBE, video, counter)
    assert problems_of(Platform.YOUTUBE, image, counter)[ProblemKind.VIDEO_MISSING] is Severity.STOP
    assert ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO in problems_of(Platform.PINTEREST, video, counter)
    assert ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO not in problems_of(Platform.PINTEREST, image, counter)


def test_a_cover_is_measured_only_where_it_is_shown(counter: TextCounter, rules: Rules) -> None:
    large = MediaCheck(COVER, NOW, MediaFacts(MediaType.WEBP, size_bytes=60 * 1024 * 1024))
    for platform in Platform:
        content = Content("Hello", "A title", "", COVER)
        found = check(platform, content, rules, counter=counter, thumbnail=large).problems
        measured = {problem.kind for problem in found if problem.field is ProblemField.THUMBNAIL_URL}
        if platform in {Platform.TWITTER, Platform.THREADS}:
            assert measured == {ProblemKind.THUMBNAIL_IGNORED}
        else:
            assert (ProblemKind.MEDIA_SIZE in measured) == bool(
                rules.for_platform(platform).of(PostPart.THUMBNAIL, Measure.SIZE_BYTES)
            )


def test_a_paid_account_may_go_beyond_what_it_may(counter: TextCounter) -> None:
    for platform, its in RULES.platforms:
        for limit in its.limits:
            for case in too_much(limit):
                found = assessed(platform, case, counter, premium=True)
                for problem in found.problems:
                    if problem.limit and problem.limit.premium_may_exceed:
                        assert problem.severity is not Severity.STOP
