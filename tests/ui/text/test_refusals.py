"""The reasons for which a draft stays a draft, as text."""

import pytest

from postdesk.domain.platforms import Platform
from postdesk.engine.composer import RefusedDraft
from postdesk.engine.submission import RefusedReason
from postdesk.ui.text.refusals import refused_words

OF_ONE = frozenset({RefusedReason.NOT_CONNECTED, RefusedReason.PART_HAS_ITS_OWN_TIME})
OF_EITHER = frozenset({RefusedReason.TIME_PAST, RefusedReason.TIME_TOO_SOON})


@pytest.mark.parametrize("reason", sorted(OF_ONE | OF_EITHER))
def test_what_is_about_one_platform_names_it(reason: RefusedReason) -> None:
    assert "LinkedIn" in refused_words(RefusedDraft("draft", reason, Platform.LINKEDIN))


@pytest.mark.parametrize("reason", sorted(frozenset(RefusedReason) - OF_ONE))
def test_what_is_about_all_has_words_of_its_own(reason: RefusedReason) -> None:
    others = {refused_words(RefusedDraft("draft", each)) for each in RefusedReason if each not in OF_ONE | {reason}}
    words = refused_words(RefusedDraft("draft", reason))
    assert words not in others
    assert "{" not in words
