"""The client's next free slot in the composer: as a quick pick, as the first proposal, and as a fix."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtGui import QAction
from tests.support.quiet_session import NOON
from tests.support.slots import slots_of
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.store import clients, slots

LINKEDIN, X, YOUTUBE = Platform.LINKEDIN, Platform.TWITTER, Platform.YOUTUBE
HOUR = timedelta(hours=1)


async def with_slots(writing: ComposerDriver, client: Client, *words: str) -> None:
    await writing.database.run(lambda conn: slots.add(conn, slots_of(client.id, *words)))
    writing.session.changes.clients.emit()


async def with_gap(writing: ComposerDriver, client: Client, minutes: int) -> None:
    await writing.database.run(lambda conn: clients.update(conn, replace(client, gap=timedelta(minutes=minutes))))
    writing.session.changes.clients.emit()


def draft(writing: ComposerDriver) -> Draft:
    found = writing.pane.model.draft
    assert found
    return found


def offered(writing: ComposerDriver) -> list[QAction]:
    """Return the quick picks that are slots."""
    return [each for each in writing.menu("picks").actions() if each.objectName().startswith("composer.pick.slot.")]


async def scheduled(writing: ComposerDriver, text: str = "The first") -> Post:
    writing.write(text)
    writing.click("schedule")
    return await writing.post()


async def test_the_next_free_slot_is_the_first_quick_pick_in_both_zones(writing: ComposerDriver) -> None:
    ann = await ready(writing, LINKEDIN)
    await with_slots(writing, ann, "5 09:00", "3 18:30")
    (pick,) = offered(writing)
    assert pick.text() == "Next free slot: Wed 25 Nov 2026, 18:30 (23:30 your time)"
    pick.trigger()
    assert draft(writing).due_at == datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


async def test_a_new_draft_of_a_client_with_slots_begins_in_the_next_free_one(writing: ComposerDriver) -> None:
    ann = await writing.client()
    await writing.accounts(ann, LINKEDIN)
    await with_slots(writing, ann, "5 09:00", "6 10:00")
    writing.open(ann)
    assert draft(writing).due_at == datetime(2026, 11, 27, 14, tzinfo=UTC)
    writing.write("The first")
    writing.pane.new_draft()
    await writing.until(lambda: len(writing.kept()) == 1)
    assert offered(writing)[0].text().startswith("Next free slot: Sat 28 Nov 2026, 10:00")


async def test_without_slots_the_way_to_them_is_offered(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    (pick,) = offered(writing)
    assert pick.text() == "Set up weekly slots…"
    pick.trigger()
    assert writing.navigator.asked == [("show_settings", "slots")]


async def test_platforms_with_slots_of_their_own_can_each_have_the_next(writing: ComposerDriver) -> None:
    ann = await ready(writing, LINKEDIN, X)
    await with_slots(writing, ann, "5 09:00 linkedin", "4 10:00 twitter")
    (pick,) = offered(writing)
    assert pick.text().startswith(
        "Next slot of each: LinkedIn Fri 27 Nov 2026, 09:00 (14:00 your time); X Thu 26 Nov 2026, 10:00"
    )
    pick.trigger()
    assert draft(writing).due_for(LINKEDIN) == datetime(2026, 11, 27, 14, tzinfo=UTC)
    assert draft(writing).due_for(X) == draft(writing).due_at == datetime(2026, 11, 26, 15, tzinfo=UTC)


async def test_who_has_no_slot_is_said(writing: ComposerDriver) -> None:
    ann = await ready(writing, LINKEDIN, X)
    await with_slots(writing, ann, "5 09:00 linkedin")
    (pick,) = offered(writing)
    assert pick.text() == "No free slot for LinkedIn, X"
    assert not pick.isEnabled()


async def test_a_post_too_near_to_another_is_moved_to_the_next_slot_with_a_click_and_back(writing: ComposerDriver) -> None:
    ann = await ready(writing, LINKEDIN)
    await with_gap(writing, ann, 60)
    await with_slots(writing, ann, "5 09:00", "5 09:30", "5 10:00")
    offered(writing)[0].trigger()
    await scheduled(writing)
    writing.write("The second")
    offered(writing)[0].trigger()
    assert writing.problems() == ["LinkedIn: another post of this client goes out at Fri 09:00, less than 60 minutes apart."]
    assert writing.text_of("problem.0.action.0") == "Next free time"
    writing.click("problem.0.action.0")
    assert draft(writing).due_at == datetime(2026, 11, 27, 15, tzinfo=UTC)
    assert writing.problems() == []
    assert writing.text_of("notice.text") == "Moved to the next free slot: Fri 27 Nov 2026, 10:00 (15:00 your time)."
    writing.click("notice.action")
    assert draft(writing).due_at == datetime(2026, 11, 27, 14, 30, tzinfo=UTC)


async def test_without_slots_it_is_moved_to_the_next_hour_that_is_free(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    first = await scheduled(writing)
    writing.write("The second")
    writing.pane.model.set_time(None, first.due_at.replace(second=0, microsecond=0))
    assert len(writing.problems()) == 1
    assert writing.problems()[0].startswith("Another post of this client goes to LinkedIn at the same time (tomorrow 09:00).")
    writing.click("problem.0.action.0")
    assert draft(writing).due_at == first.due_at.replace(second=0, microsecond=0) + HOUR
    assert writing.text_of("notice.text").startswith("Moved to the next free time: Wed 25 Nov 2026, 10:00")


async def test_a_platform_s_own_time_is_moved_alone(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, X)
    first = await scheduled(writing)
    shared, own = NOON + 30 * HOUR, first.due_at.replace(second=0, microsecond=0)
    writing.write("The second")
    writing.pane.model.set_time(None, shared)
    writing.pane.model.set_time(X, own)
    writing.click("problem.0.action.0")
    assert (draft(writing).due_for(LINKEDIN), draft(writing).due_for(X)) == (shared, own + HOUR)
