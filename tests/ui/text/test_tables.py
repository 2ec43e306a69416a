"""Each member of an enum has its text in the enum's table."""

from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest

from postdesk.domain import sheet
from postdesk.domain.approval import Approval
from postdesk.domain.csv_files import Encoding, FileProblem, FileRefused
from postdesk.domain.delivery import Hold
from postdesk.domain.drafts import DraftField
from postdesk.domain.fixes import Fix
from postdesk.domain.limits import Severity
from postdesk.domain.links import UrlProblem
from postdesk.domain.media import MediaProblem
from postdesk.domain.oddities import UnusualCharacter, UnusualKind
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Problem, ProblemField, ProblemKind
from postdesk.domain.review import BlockedReason
from postdesk.domain.samples import Sample
from postdesk.domain.state_groups import StateGroup
from postdesk.domain.uploads import UploadProblem
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.ui.client_reports.words import group_words
from postdesk.ui.composer.file_words import sample_words
from postdesk.ui.composer.words import draft_field_word
from postdesk.ui.importing.words import encoding_words, file_refused_words, target_words
from postdesk.ui.kit.editor.odd_words import odd_words
from postdesk.ui.previews.words import preview_limits_words
from postdesk.ui.text.file_problems import media_problem_words, upload_problem_words, url_problem_words
from postdesk.ui.text.fixes import applied_fix_words, fix_words
from postdesk.ui.text.notices import notice_words
from postdesk.ui.text.problems import SEVERITY_LOOKS
from postdesk.ui.text.refusals import blocked_words
from postdesk.ui.text.states import approval_icon, approval_word, hold_word, state_word


def group_of(kind: ProblemKind) -> ProblemGroup:
    return ProblemGroup((Platform.TWITTER,), Problem(Severity.STOP, kind, ProblemField.TEXT, 12, 10))


def odd_character(kind: UnusualKind) -> str:
    return odd_words(UnusualCharacter(0, "a", kind), (Platform.TWITTER,))


def import_field(field: sheet.SheetField) -> str:
    return target_words(sheet.SheetColumn(field, Platform.TWITTER))


WORDS: list[tuple[type[Enum], Callable[[Any], str]]] = [
    (BlockedReason, blocked_words),
    (Encoding, encoding_words),
    (FileProblem, lambda problem: file_refused_words(FileRefused(problem, 3))),
    (Fix, lambda fix: fix_words(fix, group_of(ProblemKind.TEXT_TOO_LONG))),
    (Hold, hold_word),
    (MediaProblem, media_problem_words),
    (NoticeKind, lambda kind: notice_words(Notice(kind, detail="1")).text),
    (UnusualKind, odd_character),
    (DraftField, draft_field_word),
    (Platform, preview_limits_words),
    (PostState, state_word),
    (ProblemKind, lambda kind: fix_words(Fix.MEND, group_of(kind))),
    (ProblemKind, lambda kind: applied_fix_words(group_of(kind))),
    (Sample, sample_words),
    (StateGroup, group_words),
    (UploadProblem, upload_problem_words),
    (UrlProblem, url_problem_words),
    (sheet.SheetField, import_field),
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
