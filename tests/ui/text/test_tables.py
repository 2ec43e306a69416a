"""Each member of an enum has its words in the table of them."""

from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest

from postdesk.domain.fixes import Fix
from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Field, Problem, ProblemKind
from postdesk.domain.review import BlockedReason
from postdesk.ui.text.fixes import fix_words, fixed_words
from postdesk.ui.text.refusals import blocked_words


def group_of(kind: ProblemKind) -> ProblemGroup:
    return ProblemGroup((Platform.TWITTER,), Problem(Severity.STOP, kind, Field.TEXT, 12, 10))


WORDS: list[tuple[type[Enum], Callable[[Any], str]]] = [
    (BlockedReason, blocked_words),
    (Fix, lambda fix: fix_words(fix, group_of(ProblemKind.TEXT_TOO_LONG))),
    (ProblemKind, lambda kind: fix_words(Fix.MEND, group_of(kind))),
    (ProblemKind, lambda kind: fixed_words(group_of(kind))),
]


@pytest.mark.parametrize(("member", "words"), [(member, words) for members, words in WORDS for member in members])
def test_each_has_words(member: Enum, words: Callable[[Any], str]) -> None:
    said = words(member)
    assert said
    assert "{" not in said
