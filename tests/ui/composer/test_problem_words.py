"""What the composer says of each problem."""

from itertools import product

import pytest

from postdesk.domain.checks import Field, Problem, ProblemKind, Severity
from postdesk.domain.links import UrlFlaw
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Destination, Unit
from postdesk.ui.composer.problem_words import finding_words
from postdesk.ui.composer.state import Finding, Trouble

NOON = "2026-11-24T12:00:00+00:00"
DETAILS = {
    ProblemKind.MEDIA_URL_INVALID: tuple(UrlFlaw),
    ProblemKind.THUMBNAIL_URL_INVALID: tuple(UrlFlaw),
    ProblemKind.DESTINATION_FIXED: tuple(Destination),
    **dict.fromkeys((ProblemKind.UP_ALREADY, ProblemKind.MAY_BE_UP, ProblemKind.GOES_OUT_TOO), (NOON,)),
}


def said(problem: Problem | Trouble, severity: Severity = Severity.STOP) -> str:
    return finding_words(Finding(severity, (Platform.INSTAGRAM,), problem))


@pytest.mark.parametrize(("kind", "field", "severity"), list(product(ProblemKind, Field, Severity)))
def test_every_problem_has_words_in_every_field(kind: ProblemKind, field: Field, severity: Severity) -> None:
    for detail in DETAILS.get(kind, ("<>",)):
        words = said(Problem(severity, kind, field, 12, 10, detail), severity)
        assert words
        assert "{" not in words


def test_every_trouble_of_an_account_has_words() -> None:
    assert len({said(trouble) for trouble in Trouble}) == len(Trouble)


@pytest.mark.parametrize("kind", [ProblemKind.HASHTAGS_MANY, ProblemKind.MENTIONS_MANY, ProblemKind.LINKS_MANY])
def test_a_limit_is_said_to_be_certain_or_not_alike_for_whatever_is_counted(kind: ProblemKind) -> None:
    stop, warn = (said(Problem(severity, kind, Field.TEXT, 12, 10)) for severity in (Severity.STOP, Severity.WARN))
    assert stop.startswith("Instagram allows 10 ")
    assert warn.startswith("Instagram may refuse more than 10 ")
    assert stop.endswith("here are 12.")
    assert warn.endswith("here are 12.")


def too_long(unit: Unit, detail: str = "") -> str:
    return said(Problem(Severity.STOP, ProblemKind.TEXT_TOO_LONG, Field.TEXT, 12, 10, detail, unit))


def test_how_links_count_is_said_where_there_is_one() -> None:
    assert too_long(Unit.WEIGHTED) == "Instagram allows 10, this counts 12."


def test_how_a_platform_counts_is_said_for_each_unit() -> None:
    words = {unit: too_long(unit, "links") for unit in Unit}
    assert words[Unit.CODE_POINTS] == "Instagram allows 10, this counts 12."
    assert "links count 23" in words[Unit.WEIGHTED]
    assert "bytes" in words[Unit.UTF8_BYTES]
    assert "an emoji counts 3" in words[Unit.EMOJI_BYTES]
