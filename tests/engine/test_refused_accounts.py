"""A refusal may mean that the account has to be reconnected: its state is fetched again at once."""

import pytest
from tests.support.working_session import WorkingSession

from postdesk.domain.delivery import Hold, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.engine.notices import NoticeKind


@pytest.mark.parametrize("failing", [False, True], ids=["refused", "failed"])
async def test_an_account_that_has_to_be_reconnected_is_known_as_soon_as_a_post_fails(
    work: WorkingSession, failing: bool
) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    if not failing:
        first = await work.submit(work.draft(ann, "First"), SubmitMode.PUBLISH_NOW)
        await work.until_state(first, State.ACCEPTED)
        worn_out = {"external_user_id": ann.external_user_id, "platform": "linkedin", "status": "needs_reconnect"}
        await work.ask("POST", "connections", worn_out)
    else:
        await work.fault("needs_reconnect", "publish", platform="linkedin")
    await work.submit(work.draft(ann, "Second"), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: not any(account.ready for account in work.session.connections.of(ann.id)))


@pytest.mark.parametrize("operation", ["publish", "connections"])
async def test_a_refused_permission_is_told_at_once(work: WorkingSession, operation: str) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("forbidden", operation)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: work.entry(post).hold == Hold.REFUSED_PERMISSION)
    await work.until(lambda: [each.kind for each in work.notices] == [NoticeKind.PERMISSION_REFUSED])
    (told,) = work.notices
    assert (told.post_id, told.client_id, told.platform, told.detail) == (post.id, ann.id, "linkedin", ann.name)
