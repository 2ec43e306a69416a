"""Notes that are true of every post of an account: open until they are dismissed for each of their platforms."""

from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Problem, ProblemField, ProblemKind
from postdesk.domain.standing_notes import is_standing, open_notes

FACEBOOK, REDDIT = Platform.FACEBOOK, Platform.REDDIT


def group(kind: ProblemKind, *platforms: Platform, severity: Severity = Severity.HINT) -> ProblemGroup:
    return ProblemGroup(platforms, Problem(severity, kind, ProblemField.PLATFORM))


def test_only_notes_on_every_post_can_be_dismissed() -> None:
    assert is_standing(group(ProblemKind.DESTINATION_FIXED, FACEBOOK))
    assert not is_standing(group(ProblemKind.LINKS_REPEATED, FACEBOOK))
    assert not is_standing(group(ProblemKind.TITLE_IGNORED, FACEBOOK, severity=Severity.WARN))


def test_a_note_stays_for_the_platforms_that_it_was_not_dismissed_for() -> None:
    note = group(ProblemKind.DESTINATION_FIXED, FACEBOOK, REDDIT)
    other = group(ProblemKind.TEXT_TOO_LONG, FACEBOOK, severity=Severity.STOP)
    assert open_notes((note, other), ()) == (note, other)
    assert open_notes((note, other), {"facebook:destination_fixed"}) == (note.on({REDDIT}), other)
    assert open_notes((note, other), {"facebook:destination_fixed", "reddit:destination_fixed"}) == (other,)
    assert open_notes((other,), {"facebook:text_too_long"}) == (other,)
