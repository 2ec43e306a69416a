"""The fixes of problems: what a click does, how it is undone, why there is a problem, and texts without any."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QTabBar
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.drafts import DraftField, Variant
from postdesk.domain.limits import OwnLimit
from postdesk.domain.platforms import Platform

X, LINKEDIN, REDDIT, THREADS, PINTEREST = (
    Platform.TWITTER,
    Platform.LINKEDIN,
    Platform.REDDIT,
    Platform.THREADS,
    Platform.PINTEREST,
)
LONG = "A word " * 60


def variants(writing: ComposerDriver) -> tuple[Variant, ...]:
    draft = writing.pane.model.draft
    assert draft
    return draft.variants


async def test_a_text_is_shortened_for_the_platform_alone_and_told(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write(LONG)
    assert writing.text_of("problem.0.action.0") == "Shorten to 280"
    writing.click("problem.0.action.0")
    (own,) = variants(writing)
    assert own.platform is X
    assert own.text
    assert own.text.endswith(" A…")
    assert writing.editor.text() == own.text
    assert writing.problems() == []
    assert writing.text_of("notice.text") == "Shortened for X."
    writing.find(QTabBar, "tabs").setCurrentIndex(0)
    assert writing.editor.text() == LONG


async def test_what_was_mended_is_taken_back_where_it_is_told(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write(LONG)
    writing.click("problem.0.action.0")
    writing.click("notice.action")
    assert variants(writing) == ()
    assert writing.editor.text() == LONG


async def test_what_was_mended_is_taken_back_by_the_key(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write(LONG)
    writing.click("problem.0.action.0")
    writing.editor.setFocus()
    await writing.press(Qt.Key.Key_Z)
    assert writing.editor.text() == LONG


async def test_what_was_told_of_it_goes_with_the_next_key(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write(LONG)
    writing.click("problem.0.action.0")
    assert writing.text_of("notice.action") == "Undo"
    writing.write("!")
    assert writing.text_of("notice.text") == ""


async def test_the_only_platform_s_mend_is_in_the_shared_text(writing: ComposerDriver) -> None:
    await ready(writing, X)
    writing.write(LONG)
    writing.click("problem.0.action.0")
    assert variants(writing) == ()
    assert writing.editor.text().endswith(" A…")


async def test_the_first_line_becomes_the_title_of_who_needs_one(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN, REDDIT)
    writing.put("News of today\nAnd the rest")
    assert writing.text_of("problem.0.action.0") == "Take it from the text"
    writing.click("problem.0.action.0")
    assert variants(writing) == (Variant(REDDIT, title="News of today"),)
    assert not any("title" in problem for problem in writing.problems())
    writing.click("notice.action")
    assert variants(writing) == ()


async def test_a_title_that_is_one_long_link_is_not_to_be_shortened_but_taken_from_the_text(writing: ComposerDriver) -> None:
    await ready(writing, REDDIT)
    writing.put("News of today\nAnd the rest")
    title = writing.find(QLineEdit, "title")
    title.insert("https://example.com/" + "a" * 300)
    assert [writing.text_of(f"problem.0.action.{n}") for n in range(2)] == ["Take it from the text", "Edit the title"]
    writing.click("problem.0.action.0")
    assert title.text() == "News of today"
    assert not any("title" in problem for problem in writing.problems())


async def test_nothing_is_taken_from_a_text_of_links_alone(writing: ComposerDriver) -> None:
    await ready(writing, REDDIT)
    writing.put("https://example.com/a")
    assert writing.text_of("problem.0.action.0") == "Add a title"


async def test_a_text_that_begins_with_a_link_that_is_too_long_is_not_to_be_shortened(writing: ComposerDriver) -> None:
    await ready(writing, THREADS)
    writing.put("https://example.com/" + "a" * 500 + " and more")
    assert writing.text_of("problem.0.action.0") == ""
    writing.put("See https://example.com/" + "a" * 500 + " and more")
    writing.click("problem.0.action.0")
    assert writing.editor.text() == "See…"


async def test_links_above_the_limit_are_taken_out(writing: ComposerDriver) -> None:
    await ready(writing, THREADS, LINKEDIN)
    writing.put(" ".join(f"https://example.com/{number}" for number in range(7)))
    assert writing.text_of("problem.0.action.0") == "Keep the first 5"
    writing.click("problem.0.action.0")
    assert writing.editor.text().endswith("https://example.com/4")
    assert writing.problems() == []


async def test_a_link_that_is_there_twice_is_kept_where_it_is_first_and_the_other_comes_back_by_an_undo(
    writing: ComposerDriver,
) -> None:
    await ready(writing, X, LINKEDIN)
    text = "See https://example.com/a and\nhttps://example.com/b or https://example.com/a."
    writing.put(text)
    words = "The text contains the same link more than once."
    place = writing.problems().index(words)
    assert writing.text_of("standing") == ""
    assert writing.text_of(f"problem.{place}.action.0") == "Keep the first"
    writing.click(f"problem.{place}.action.0")
    writing.follow()
    assert writing.editor.text() == "See https://example.com/a and\nhttps://example.com/b or."
    assert (variants(writing), words in writing.problems()) == ((), False)
    writing.click("notice.action")
    writing.follow()
    assert writing.editor.text() == text
    writing.click(f"problem.{place}.action.0")
    writing.editor.setFocus()
    await writing.press(Qt.Key.Key_Z)
    assert writing.editor.text() == text


async def test_a_platform_s_own_text_is_freed_of_repeated_links_too(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.put("The news")
    writing.find(QTabBar, "tabs").setCurrentIndex(2)
    writing.put("https://example.com/a https://example.com/a")
    writing.click(f"problem.{writing.problems().index('The text contains the same link more than once.')}.action.0")
    (own,) = variants(writing)
    assert own.text == writing.editor.text() == "https://example.com/a"


def move_hashtags(writing: ComposerDriver) -> None:
    next(each for each in writing.menu("menu").actions() if each.objectName() == "composer.menu.hashtags_last").trigger()


async def test_hashtags_are_moved_to_the_end_from_the_menu(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.put("A #new thing")
    move_hashtags(writing)
    assert writing.editor.text() == "A thing\n\n#new"
    move_hashtags(writing)
    assert writing.editor.text() == "A thing\n\n#new"
    writing.editor.undo()
    assert writing.editor.text() == "A #new thing"


async def test_an_image_of_the_draft_becomes_the_cover_that_a_video_needs(writing: ComposerDriver) -> None:
    await ready(writing, PINTEREST, LINKEDIN)
    writing.write("Hello")
    drafting = writing.pane.model.draft_session
    assert drafting.draft
    video = drafting.draft.with_field(PINTEREST, DraftField.MEDIA_URL, "https://example.com/clip.mp4")
    drafting.change(video)
    assert writing.text_of("problem.0.action.0") == "Cover image"
    drafting.change(video.with_field(None, DraftField.MEDIA_URL, "https://example.com/still.jpg"))
    assert writing.problems()[0] == "Pinterest: a video needs a cover image."
    assert writing.text_of("problem.0.action.0") == "Use the draft’s image"
    writing.click("problem.0.action.0")
    assert [own.thumbnail_url for own in variants(writing)] == ["https://example.com/still.jpg"]
    assert not any("cover" in problem for problem in writing.problems())


async def test_why_a_finding_is_one_unfolds_in_place(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write(LONG)
    why = writing.find(QPushButton, "problem.0.why")
    assert writing.text_of("source.0") == ""
    why.setFocus()
    await writing.press_focused(Qt.Key.Key_Space)
    said = writing.text_of("source.0")
    assert said.startswith("Length of the text: at most 280 (")
    assert "More is refused." in said
    assert "“Counting characters”" in said
    assert said.endswith("(as of 1 November 2026)")
    why.click()
    assert writing.text_of("source.0") == ""


async def test_who_says_it_is_said_of_each_platform(writing: ComposerDriver) -> None:
    await ready(writing, Platform.INSTAGRAM, PINTEREST)
    writing.write("Hello")
    assert writing.problems()[0] == "Instagram, Pinterest: an image or a video is needed."
    writing.click("problem.0.why")
    first, second = writing.text_of("source.0").splitlines()
    assert first.startswith("Instagram: Source: ")
    assert second.startswith("Pinterest: Source: ")


async def test_what_another_finding_rests_on_is_folded_again(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN)
    writing.write(LONG)
    writing.click("problem.0.why")
    writing.put("pay \u202eevil")
    assert "writing direction" in writing.problems()[0]
    assert writing.text_of("source.0") == ""
    assert writing.text_of("problem.0.why") == ""


async def test_the_platforms_that_nothing_stands_against_are_named(writing: ComposerDriver) -> None:
    await ready(writing, X, LINKEDIN, Platform.INSTAGRAM)
    assert writing.text_of("fine") == ""
    writing.write("Hello")
    assert writing.text_of("fine") == "Fine for LinkedIn, X"
    writing.put(LONG)
    assert writing.text_of("fine") == "Fine for LinkedIn"


async def test_a_title_that_is_too_long_is_shortened(writing: ComposerDriver) -> None:
    await ready(writing, REDDIT)
    writing.write("Hello")
    writing.find(QLineEdit, "title").insert("word " * 70)
    assert writing.text_of("problem.0.action.0") == "Shorten to 300"
    writing.click("problem.0.action.0")
    assert writing.find(QLineEdit, "title").text().endswith("word…")
    writing.click("notice.action")
    assert writing.find(QLineEdit, "title").text() == "word " * 70


async def test_a_users_own_limit_of_an_account_is_what_counts(writing: ComposerDriver) -> None:
    client = await ready(writing, X, LINKEDIN)
    writing.put("word " * 60)
    assert writing.problems() == ["X allows 280 characters; this has 300."]
    writing.session.connections.settings.set_limits(client.id, X, (OwnLimit("text.length.stop_above", 290),))
    await writing.until(lambda: writing.problems() == ["X: your limit is 290; this has 300."])
    assert writing.text_of("problem.0.action.0") == "Shorten to 290"
    writing.click("problem.0.why")
    assert "Your limit for this account. The platform’s is 280." in writing.text_of("source.0")
    (marked,) = writing.editor.extraSelections()
    assert marked.cursor.selectionStart() == 290
    writing.click("problem.0.action.0")
    assert 280 < len(writing.editor.text()) <= 290
    writing.session.connections.settings.set_limits(client.id, X, ())
    await writing.until(lambda: writing.problems() != [])
    assert writing.problems()[0].startswith("X allows 280")


LONG_FOR_FACEBOOK = "word " * 2100
WARNING = "Facebook may refuse more than 10000 characters; this has 10500."


async def passed_and_kept(writing: ComposerDriver) -> None:
    await ready(writing, Platform.FACEBOOK)
    writing.put(LONG_FOR_FACEBOOK)
    assert writing.problems()[0] == WARNING
    assert writing.text_of("problem.0.action.1") == "Post anyway"
    writing.click("problem.0.action.1")
    assert writing.problems()[-1] == f"Posting anyway: {WARNING}"
    assert writing.text_of("fine") == ""
    writing.pane.save()
    await writing.until(lambda: len(writing.kept()) == 1)


async def test_a_warning_that_was_overridden_stays_so_with_its_draft_and_can_be_shown_again(writing: ComposerDriver) -> None:
    await passed_and_kept(writing)
    (kept,) = writing.kept()
    writing.pane.new_draft()
    writing.put(LONG_FOR_FACEBOOK)
    assert writing.problems()[0] == WARNING, "of another draft it is a warning"
    writing.pane.open_draft(kept.id)
    place = writing.problems().index(f"Posting anyway: {WARNING}")
    assert writing.text_of("standing") == ""
    assert writing.text_of(f"problem.{place}.action.0") == "Warn me again"
    writing.click(f"problem.{place}.action.0")
    assert writing.problems()[0] == WARNING
    assert writing.text_of("standing") == "1 warning"


async def test_a_warning_that_was_overridden_stays_so_when_its_post_is_edited_or_taken_back(writing: ComposerDriver) -> None:
    await passed_and_kept(writing)
    writing.click("schedule")
    post = await writing.post()
    assert post.overridden == ("facebook:text_long_warn",)
    writing.pane.edit_post(post.id)
    assert f"Posting anyway: {WARNING}" in writing.problems()
    writing.click("origin.action")
    writing.session.post_commands.undone.connect(writing.pane.open_draft)
    writing.session.post_commands.undo(post.id)
    await writing.until(lambda: bool(writing.editor.text()))
    assert f"Posting anyway: {WARNING}" in writing.problems()
