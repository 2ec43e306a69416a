"""The fixes that are offered for a problem."""

from dataclasses import replace

from postdesk.domain.drafts import Draft
from postdesk.domain.fixes import Fix, fixes_for
from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Problem, ProblemField, ProblemKind
from postdesk.ui.text.fixes import fix_words
from postdesk.ui.text.problems import problem_words

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
ONE = Draft("draft", 1, (LINKEDIN,), "Hello")


def warning(kind: ProblemKind) -> ProblemGroup:
    return ProblemGroup((LINKEDIN,), Problem(Severity.WARN, kind, ProblemField.PLATFORM))


def test_a_warning_about_an_account_offers_to_wait_and_not_to_post() -> None:
    for kind in (ProblemKind.NEEDS_RECONNECTING, ProblemKind.ACCOUNT_CHANGED):
        found = warning(kind)
        assert [fix_words(each, found) for each in fixes_for(found, ONE)] == ["Connections", "Let it wait"]
        assert "Posting anyway" not in problem_words(replace(found, overridden=True), str)


def test_one_post_too_many_for_a_day_can_take_another_time_be_left_out_or_posted_anyway() -> None:
    found = warning(ProblemKind.DAILY_CAP)
    both = replace(ONE, platforms=(LINKEDIN, X))
    assert fixes_for(found, both) == (Fix.NEXT_FREE, Fix.LEAVE_OUT, Fix.POST_ANYWAY)
    assert fixes_for(found, ONE) == (Fix.NEXT_FREE, Fix.POST_ANYWAY)


def test_a_warning_that_the_user_posts_with_can_be_asked_for_again() -> None:
    found = replace(warning(ProblemKind.TEXT_LONG_WARN), overridden=True)
    assert fixes_for(found, ONE) == (Fix.WARN_AGAIN,)
