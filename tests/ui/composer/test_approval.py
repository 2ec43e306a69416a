"""The client's approval in the composer while a post is edited."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.support.quiet_session import NOON
from tests.ui.results.sample_posts import entry, post

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import draft_of
from postdesk.ui.composer.words import Remark, origin_remark, with_approval

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("approval", "words"),
    [
        (ApprovalRecord(), "Until you save, it stays as it was."),
        (ApprovalRecord(Approval.WAITING), "Until you save, it stays as it was. Waiting for the client’s approval."),
        (
            ApprovalRecord(Approval.APPROVED, ("it",)),
            "Until you save, it stays as it was. The client approved it. A new text, file or time needs approval again.",
        ),
    ],
    ids=["nobody asked", "waiting", "approved"],
)
def test_an_edit_says_what_it_does_to_the_clients_approval(approval: ApprovalRecord, words: str) -> None:
    planned = replace(post(entry(State.PLANNED, due_in=2 * DAY)), approval=approval)
    draft = replace(draft_of(planned, "edit", NOON), replaces_post=planned.id)
    remark = origin_remark(draft, planned, ZoneInfo("UTC"), NOON)
    assert remark
    assert remark.text.endswith(words)


def test_what_was_scheduled_says_that_it_waits_for_the_client() -> None:
    planned = replace(post(entry(State.PLANNED, due_in=2 * DAY)), approval=ApprovalRecord(Approval.WAITING))
    said = with_approval(Remark("Scheduled for Ann to LinkedIn, Thu 12:00"), planned)
    assert said
    assert said.text == "Scheduled for Ann to LinkedIn, Thu 12:00. Waiting for the client’s approval."
