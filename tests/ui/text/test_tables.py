"""Each member of an enum has its words in the table of them."""

from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest

from postdesk.domain import sheet
from postdesk.domain.approval import Approval
from postdesk.domain.csv_files import Encoding, FileFlaw, NotTaken
from postdesk.domain.delivery import Hold
from postdesk.domain.drafts import Piece
from postdesk.domain.fixes import Fix
from postdesk.domain.limits import Severity
from postdesk.domain.links import UrlFlaw
from postdesk.domain.media import MediaFlaw
from postdesk.domain.oddities import Oddity, OddKind
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Field, Problem, ProblemKind
from postdesk.domain.review import BlockedReason
from postdesk.domain.samples import Sample
from postdesk.domain.state_groups import StateGroup
from postdesk.domain.uploads import UploadFlaw
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.ui.client_reports.words import group_words
from postdesk.ui.composer.file_words import sample_words
from postdesk.ui.composer.words import piece_word
from postdesk.ui.importing.words import encoding_words, not_taken_words, target_words
from postdesk.ui.kit.editor.odd_words import odd_words
from postdesk.ui.previews.words import unknown_words
from postdesk.ui.text.file_problems import media_problem_words, upload_problem_words, url_problem_words
from postdesk.ui.text.fixes import fix_words, fixed_words
from postdesk.ui.text.notices import notice_words
from postdesk.ui.text.problems import SEVERITY_LOOKS
from postdesk.ui.text.refusals import blocked_words
from postdesk.ui.text.states import approval_icon, approval_word, hold_word, state_word


def group_of(kind: ProblemKind) -> ProblemGroup:
    return ProblemGroup((Platform.TWITTER,), Problem(Severity.STOP, kind, Field.TEXT, 12, 10))


def odd_character(kind: OddKind) -> str:
    return odd_words(Oddity(0, "a", kind), (Platform.TWITTER,))


def import_field(field: sheet.Field) -> str:
    return target_words(sheet.Column(field, Platform.TWITTER))


WORDS: list[tuple[type[Enum], Callable[[Any], str]]] = [
    (BlockedReason, blocked_words),
    (Encoding, encoding_words),
    (FileFlaw, lambda flaw: not_taken_words(NotTaken(flaw, 3))),
    (Fix, lambda fix: fix_words(fix, group_of(ProblemKind.TEXT_TOO_LONG))),
    (Hold, hold_word),
    (MediaFlaw, media_problem_words),
    (NoticeKind, lambda kind: notice_words(Notice(kind, detail="1")).text),
    (OddKind, odd_character),
    (Piece, piece_word),
    (Platform, unknown_words),
    (PostState, state_word),
    (ProblemKind, lambda kind: fix_words(Fix.MEND, group_of(kind))),
    (ProblemKind, lambda kind: fixed_words(group_of(kind))),
    (Sample, sample_words),
    (StateGroup, group_words),
    (UploadFlaw, upload_problem_words),
    (UrlFlaw, url_problem_words),
    (sheet.Field, import_field),
]


@pytest.mark.parametrize(("member", "words"), [(member, words) for members, words in WORDS for member in members])
def test_each_has_words(member: Enum, words: Callable[[Any], str]) -> None:
    said = words(member)
    assert said
    assert "{" not in said


def test_each_approval_that_is_asked_for_has_words_and_an_icon() -> None:
    assert all(approval_word(approval) and approval_icon(approval) for approval in {*Approval} - {Approval.NONE})
    assert (approval_word(Approval.NONE), approval_icon(Approval.NONE)) == ("", "")


def test_each_severity_has_its_look() -> None:
    assert {*SEVERITY_LOOKS} == {*Severity}
