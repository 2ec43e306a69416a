"""The composer's text for each problem."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest

from postdesk.domain.checks import PROBLEM_OF_MEASURE
from postdesk.domain.limits import FILE_MEASURES, Bound, Limit, Measure, PostPart, RuleSource, Severity
from postdesk.domain.links import UrlProblem
from postdesk.domain.media import MediaProblem
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import ACCOUNT_PROBLEMS, Problem, ProblemField, ProblemKind
from postdesk.domain.rules import Destination, TextUnit
from postdesk.ui.text.limits import amount_words, severity_words
from postdesk.ui.text.problems import problem_words

NOON = "2026-11-24T12:00:00+00:00"
DETAILS = {
    ProblemKind.MEDIA_URL_INVALID: tuple(UrlProblem),
    ProblemKind.THUMBNAIL_URL_INVALID: tuple(UrlProblem),
    ProblemKind.DESTINATION_FIXED: tuple(Destination),
    ProblemKind.MEDIA_FLAWED: tuple(MediaProblem),
    ProblemKind.MEDIA_EXPIRES: (NOON,),
    **dict.fromkeys((ProblemKind.ALREADY_PUBLISHED, ProblemKind.MAY_BE_PUBLISHED, ProblemKind.GOES_OUT_TOO), (NOON,)),
    **dict.fromkeys((ProblemKind.SAME_TIME, ProblemKind.TOO_CLOSE), (NOON,)),
}
OF_A_FILE = frozenset(PROBLEM_OF_MEASURE[measure] for measure in FILE_MEASURES)
SOURCE = RuleSource("Somebody", dt.date(2026, 11, 1))


def said(problem: Problem, *others: Platform) -> str:
    return problem_words(ProblemGroup((Platform.INSTAGRAM, *others), problem), str)


@pytest.mark.parametrize(("kind", "field", "severity"), list(product(ProblemKind, ProblemField, Severity)))
def test_every_problem_has_words_in_every_field(kind: ProblemKind, field: ProblemField, severity: Severity) -> None:
    if kind in OF_A_FILE:
        return  # its text is in the test of the limits below
    for detail in DETAILS.get(kind, ("<>",)):
        problem = Problem(severity, kind, field, 12, 10, detail)
        for words in (said(problem), said(problem, Platform.THREADS)):
            assert words
            assert "{" not in words


@pytest.mark.parametrize(("part", "measure", "bound"), list(product(PostPart, FILE_MEASURES, Bound)))
def test_every_limit_of_a_file_has_words_for_each_severity(part: PostPart, measure: Measure, bound: Bound) -> None:
    words = set()
    for severity in Severity:
        limit = Limit(part, measure, severity, bound, SOURCE, 20, ("{0}", "image/png"))
        problem = Problem(severity, PROBLEM_OF_MEASURE[measure], ProblemField.MEDIA_URL, 30, 20, "{1}", limit=limit)
        words.add(said(problem))
    assert all(each.startswith("Instagram ") and each.endswith(".") for each in words)
    assert len(words) == (2 if bound is Bound.OTHER_THAN else 3)


@pytest.mark.parametrize(
    ("measure", "amount", "words"),
    [
        (Measure.SIZE_BYTES, 5 * 1024 * 1024, "5 MB"),
        (Measure.SIZE_BYTES, 7_654_321, "7.3 MB"),
        (Measure.SIZE_BYTES, 2 * 1024**3, "2 GB"),
        (Measure.SIZE_BYTES, 900, "0.9 KB"),
        (Measure.RATIO, 9 / 16, "9:16"),
        (Measure.RATIO, 1.91, "1.91:1"),
        (Measure.RATIO, 1 / 2.4, "5:12"),
        (Measure.SECONDS, 0.5, "0.5 seconds"),
        (Measure.SECONDS, 140, "2 min 20 s"),
        (Measure.SECONDS, 43_200, "12 h"),
        (Measure.FRAMES_PER_SECOND, 29.97, "29.97 fps"),
        (Measure.BITS_PER_SECOND, 25_000_000, "25 Mbit/s"),
        (Measure.WIDTH, 640, "640 pixels wide"),
    ],
)
def test_an_amount_is_said_in_its_own_unit(measure: Measure, amount: float, words: str) -> None:
    assert amount_words(measure, amount) == words


def test_a_limit_that_premium_may_exceed_is_worded_as_the_warning_that_it_is_then() -> None:
    limit = Limit(PostPart.VIDEO, Measure.SECONDS, Severity.STOP, Bound.ABOVE, SOURCE, 140, premium_may_exceed=True)
    stop, warn = (
        said(Problem(severity, ProblemKind.MEDIA_SECONDS, ProblemField.MEDIA_URL, 150, 140, limit=limit))
        for severity in (Severity.STOP, Severity.WARN)
    )
    assert stop == "Instagram takes videos up to 2 min 20 s. This one: 2 min 30 s."
    assert warn == "Instagram may refuse videos above 2 min 20 s. This one: 2 min 30 s."


def test_what_there_is_instead_of_a_video_is_said_as_far_as_it_is_known() -> None:
    words = [
        said(Problem(severity, ProblemKind.VIDEO_MISSING, ProblemField.MEDIA_URL, detail=detail))
        for severity, detail in ((Severity.STOP, ""), (Severity.STOP, "image"), (Severity.WARN, "image"))
    ]
    assert [each.removeprefix("Instagram: a video is needed") for each in words] == [
        ".",
        ", and this is an image.",
        ", and this link looks like an image’s.",
    ]


def test_every_trouble_of_an_account_has_words() -> None:
    assert len({said(Problem(Severity.WARN, kind, ProblemField.PLATFORM)) for kind in ACCOUNT_PROBLEMS}) == len(ACCOUNT_PROBLEMS)


@pytest.mark.parametrize("kind", [ProblemKind.HASHTAGS_MANY, ProblemKind.MENTIONS_MANY, ProblemKind.LINKS_MANY])
def test_a_limit_is_said_to_be_certain_or_not_alike_for_whatever_is_counted(kind: ProblemKind) -> None:
    stop, warn = (said(Problem(severity, kind, ProblemField.TEXT, 12, 10)) for severity in (Severity.STOP, Severity.WARN))
    assert stop.startswith("Instagram allows 10 ")
    assert warn.startswith("Instagram may refuse more than 10 ")
    assert stop.endswith("this has 12.")
    assert warn.endswith("this has 12.")


def too_long(unit: TextUnit, detail: str = "") -> str:
    return said(Problem(Severity.STOP, ProblemKind.TEXT_TOO_LONG, ProblemField.TEXT, 12, 10, detail, unit))


def test_how_links_count_is_said_where_there_is_one() -> None:
    assert too_long(TextUnit.WEIGHTED) == "Instagram allows 10 characters; this has 12."


def test_how_a_platform_counts_is_said_for_each_unit() -> None:
    words = {unit: too_long(unit, "links") for unit in TextUnit}
    assert words[TextUnit.CODE_POINTS] == "Instagram allows 10 characters; this has 12."
    assert "links count 23" in words[TextUnit.WEIGHTED]
    assert "bytes" in words[TextUnit.UTF8_BYTES]
    assert "an emoji counts 3" in words[TextUnit.EMOJI_BYTES]


@pytest.mark.parametrize(
    ("bound", "verb"), [(Bound.OTHER_THAN, "take JPEG"), (Bound.ABOVE, "take images up to"), (Bound.BELOW, "take images from")]
)
def test_of_several_platforms_a_limit_is_said_in_the_plural(bound: Bound, verb: str) -> None:
    measure = Measure.TYPE if bound is Bound.OTHER_THAN else Measure.WIDTH
    taken = ("jpeg",) if bound is Bound.OTHER_THAN else ()
    limit = Limit(PostPart.IMAGE, measure, Severity.STOP, bound, SOURCE, 10, taken)
    problem = Problem(Severity.STOP, PROBLEM_OF_MEASURE[measure], ProblemField.MEDIA_URL, 10, 12, "png", limit=limit)
    both = ProblemGroup((Platform.INSTAGRAM, Platform.THREADS), problem)
    assert problem_words(both, str).startswith(f"Instagram, Threads {verb}")
    assert problem_words(replace(both, platforms=(Platform.THREADS,)), str).startswith(f"Threads {verb.replace('take', 'takes')}")


def test_what_is_too_little_is_not_said_to_be_beyond() -> None:
    least = Limit(PostPart.VIDEO, Measure.SECONDS, Severity.STOP, Bound.BELOW, SOURCE, 0.5)
    assert severity_words(least) == "Less is refused."
