"""A refusal may mean that the account has to be reconnected: its state is read anew at once."""

import pytest
from tests.support.working_desk import WorkingDesk

from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.domain.submitting import Act


@pytest.mark.parametrize("failing", [False, True], ids=["refused", "failed"])
async def test_an_account_that_has_to_be_reconnected_is_known_as_soon_as_a_post_fails(work: WorkingDesk, failing: bool) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    if not failing:
        first = await work.submit(work.draft(ann, "First"), Act.PUBLISH_NOW)
        await work.until_state(first, State.ACCEPTED)
        worn_out = {"external_user_id": ann.external_user_id, "platform": "linkedin", "status": "needs_reconnect"}
        await work.ask("POST", "connections", worn_out)
    else:
        await work.fault("needs_reconnect", "publish", platform="linkedin")
    await work.submit(work.draft(ann, "Second"), Act.PUBLISH_NOW)
    await work.until(lambda: not any(account.ready for account in work.desk.connections.of(ann.id)))
