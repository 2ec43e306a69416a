"""The drafts of a workspace: labels, templates, versions, and one draft for each of several clients."""

from dataclasses import replace
from datetime import timedelta

from tests.support.working_session import MANUAL, WorkingSession

from postdesk.domain.draft_search import DraftFilter
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.times import zone
from postdesk.engine.submission import RefusedReason

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
DAY = timedelta(days=1)


async def test_labels_stay_over_being_posted_and_taken_back(work: WorkingSession) -> None:
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, LINKEDIN)
    draft = replace(work.draft(ann, "Once", LINKEDIN, due_in=DAY), labels=("Spring",))
    work.session.composer.save(draft)
    work.session.composer.keep_version(replace(draft, text="Before"))
    post = await work.submit(draft, SubmitMode.SCHEDULE)
    assert work.post(post.id).labels == ("Spring",)
    work.session.post_commands.undo(post.id)
    await work.until(lambda: bool(work.session.composer.drafts()))
    (again,) = work.session.composer.drafts()
    assert again.labels == ("Spring",)
    assert [version.text for version in work.session.drafts.versions(again.id)] == ["Once", "Before"]


async def test_the_version_of_what_was_submitted_is_as_it_was_written(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    draft = work.draft(ann, "https://example.com", due_in=timedelta(days=2))
    work.session.composer.save(draft)
    work.session.composer.submit(
        Submission.of(draft, replace(draft, text="https://example.com?utm_source=linkedin")), SubmitMode.SCHEDULE
    )
    await work.until(lambda: bool(work.submitted))
    (version,) = work.session.drafts.versions(draft.id)
    assert version.text == draft.text


async def test_labelling_several_leaves_their_order_and_tells_whom(work: WorkingSession) -> None:
    ann = await work.client()
    told: list[object] = []
    work.session.drafts.labelled.connect(lambda *what: told.append(what))
    for text in ("One", "Two"):
        work.session.composer.save(work.draft(ann, text, LINKEDIN))
    await work.until(lambda: work.session.drafts.count(DraftFilter()) == 2)
    before = work.session.composer.drafts()
    ids = [draft.id for draft in before]
    work.session.drafts.label(ids, ("Spring", "autumn"), ())
    work.session.drafts.label(ids[:1], (), ("Spring",))
    await work.until(lambda: len(told) == 2)
    after = work.session.composer.drafts()
    assert [draft.id for draft in after] == ids
    assert [draft.updated_at for draft in after] != [draft.updated_at for draft in before]
    assert [draft.labels for draft in after] == [("autumn",), ("autumn", "Spring")]
    assert work.session.drafts.labels() == ("autumn", "Spring")


async def test_what_was_deleted_comes_back_as_it_was(work: WorkingSession) -> None:
    ann = await work.client()
    for text in ("One", "Two"):
        work.session.composer.save(work.draft(ann, text, LINKEDIN))
    await work.until(lambda: work.session.drafts.count(DraftFilter()) == 2)
    before = work.session.composer.drafts()
    gone = work.session.drafts.delete([draft.id for draft in before])
    await work.until(lambda: work.session.composer.drafts() == ())
    work.session.drafts.restore(gone)
    await work.until(lambda: work.session.composer.drafts() == before)


async def test_a_template_itself_is_refused(work: WorkingSession) -> None:
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, LINKEDIN)
    template = work.session.drafts.keep_as_template(work.draft(ann, "Weekly news", LINKEDIN), "News")
    await work.until(lambda: bool(work.session.drafts.templates()))
    work.session.composer.submit(Submission.of(template), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: bool(work.refused))
    assert [each.reason for each in work.refused] == [RefusedReason.TEMPLATE]
    assert work.session.drafts.templates()


async def test_a_second_draft_beside_a_change_of_a_post_knows_that_the_post_stays(work: WorkingSession) -> None:
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, LINKEDIN)
    post = await work.submit(work.draft(ann, "One", LINKEDIN, due_in=timedelta(days=1)), SubmitMode.SCHEDULE)
    change = work.session.composer.factory.edit(post.id)
    assert change
    work.session.composer.save(change)
    work.session.drafts.duplicate(change.id)
    await work.until(lambda: len(work.session.composer.drafts()) == 2)
    links = {(draft.replaces_post, draft.copied_from_post) for draft in work.session.composer.drafts()}
    assert links == {(post.id, None), (None, post.id)}
    (second,) = (draft for draft in work.session.composer.drafts() if draft.copied_from_post)
    assert second.duplicated("third").copied_from_post == post.id


async def test_a_template_makes_drafts_and_is_none(work: WorkingSession) -> None:
    ann, bob = await work.client("Ann"), await work.client("Bob")
    await work.connected(bob, X)
    draft = replace(work.draft(ann, "Weekly news", LINKEDIN, X, due_in=DAY), replaces_post=7, retries_post=8)
    template = work.session.drafts.keep_as_template(draft, "News")
    await work.until(lambda: bool(work.session.drafts.templates()))
    (kept,) = work.session.drafts.templates()
    assert (kept.id, kept.template, kept.due_at, kept.replaces_post, kept.retries_post) == (template.id, "News", None, None, None)
    assert work.session.composer.drafts() == ()
    mine, theirs = (work.session.drafts.from_template(kept, client.id) for client in (ann, bob))
    assert (mine.text, mine.template, mine.platforms) == ("Weekly news", "", (LINKEDIN, X))
    assert (theirs.client_id, theirs.platforms) == (bob.id, (X,))
    assert len({mine.id, theirs.id, kept.id}) == 3


async def test_one_for_each_client_is_at_the_same_time_of_day_there(work: WorkingSession) -> None:
    ann, bob = await work.client("Ann", zone="Europe/Berlin"), await work.client("Bob", zone="Asia/Tokyo")
    await work.connected(bob, X)
    draft = work.draft(ann, "For all", LINKEDIN, X, due_in=DAY)
    assert draft.due_at
    first, second = work.session.drafts.for_each(draft, (ann.id, bob.id))
    assert first is draft
    assert second.due_at
    assert (second.client_id, second.platforms) == (bob.id, (X,))
    berlin, tokyo = zone("Europe/Berlin"), zone("Asia/Tokyo")
    assert berlin
    assert tokyo
    assert draft.due_at.astimezone(berlin).replace(tzinfo=None) == second.due_at.astimezone(tokyo).replace(tzinfo=None)
