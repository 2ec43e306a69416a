"""The overridden warnings of a post that also count for the next one."""

import pytest

from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import ProblemKind, carried_warnings, warning_key

OF_THE_WORDS = warning_key(Platform.INSTAGRAM, ProblemKind.HASHTAGS_MANY)


def test_a_duplicated_draft_is_posted_with_the_warnings_of_its_words_overridden() -> None:
    assert Draft("1", 1, overridden=(OF_THE_WORDS,)).duplicated("2").overridden == (OF_THE_WORDS,)


@pytest.mark.parametrize("kind", ["up_already", "may_be_up", "goes_out_too", "daily_cap", "account_changed", "unheard_of"])
def test_what_is_about_other_posts_or_the_account_is_warned_of_anew(kind: str) -> None:
    assert carried_warnings((OF_THE_WORDS, warning_key(Platform.INSTAGRAM, kind))) == (OF_THE_WORDS,)
