"""The file at an address in the composer: a picture of it, its facts, and the platforms that it suits."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from tests.support.quiet_session import NOON
from tests.support.sessions import RESOURCES
from tests.support.settings import a_settings_book, let_end
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.dependencies import dependencies_of
from postdesk.domain.checks import check
from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.drafts import Content
from postdesk.domain.limits import Severity
from postdesk.domain.media import MediaCheck, MediaProblem
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import ProblemField
from postdesk.domain.rules import load_rules
from postdesk.domain.samples import Sample
from postdesk.domain.text_counter import TextCounter
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import workspaces
from postdesk.store.database import Database
from postdesk.store.keys import KeyStore
from postdesk.ui.composer.file_words import FileView, sample_words
from postdesk.ui.composer.file_words import verdicts as file_verdicts
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card import PreviewCard
from postdesk.ui.text.states import Tone


@pytest_asyncio.fixture
async def practising(tmp_path: Path, theme: Theme, local_zone: ZoneInfo) -> AsyncIterator[ComposerDriver]:
    """A composer in practice mode, with its sandbox."""
    QApplication.setQuitOnLastWindowClosed(False)
    database = Database(tmp_path / "profile")
    workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.SANDBOX, "Practice mode", ""))
    session = WorkspaceSession(
        workspace, database, a_settings_book(database), dependencies_of(lambda url: False, RESOURCES, KeyStore("test"))
    )
    await session.composer.load_rules()
    made = ComposerDriver(session, database, theme, local_zone)
    assert session.practice
    session.practice.start()
    await made.until(lambda: bool(session.practice and session.practice.origin))
    yield made
    for pane in made.panes:
        pane.close()
        pane.deleteLater()
    await let_end(session.settings)
    await session.tasks.close()
    await session.practice.close()
    database.close()


async def use(practising: ComposerDriver, sample: Sample) -> None:
    """Put a sample into the draft and wait until it has been probed."""
    actions = {action.text(): action for action in practising.menu("use_sample").actions()}
    actions[sample_words(sample)].trigger()
    url = practising.find(QLineEdit, "media_url").text()
    assert url
    await practising.until(
        lambda: practising.session.media.cached(url) is not None and not practising.session.media.is_checking(url)
    )
    await practising.until(lambda: "Checking" not in practising.text_of("media_file.verdict.0"))


def verdicts(practising: ComposerDriver) -> list[tuple[str, str]]:
    """Return the remarks on the media, each with its tone."""
    said = [
        label for label in practising.pane.findChildren(QLabel) if label.objectName().startswith("composer.media_file.verdict")
    ]
    return [(label.text(), label.property("tone")) for label in said if label.isVisible()]


async def test_a_right_picture_is_said_to_be_fine(practising: ComposerDriver) -> None:
    await ready(practising, Platform.INSTAGRAM, Platform.LINKEDIN)
    practising.write("Hello")
    await use(practising, Sample.PICTURE)
    assert practising.text_of("media_file.facts").startswith("JPEG · 1080 × 1350 · ")
    assert practising.text_of("media_file.verdict.0") == "Fine for LinkedIn, Instagram"
    assert practising.problems() == []


async def test_the_link_of_a_file_with_a_card_is_shown_when_it_is_asked_for(practising: ComposerDriver) -> None:
    await ready(practising, Platform.INSTAGRAM, Platform.LINKEDIN)
    practising.write("Hello")
    await use(practising, Sample.PICTURE)
    link = practising.find(QLineEdit, "media_url")
    await practising.until(lambda: not link.isVisible())
    assert practising.text_of("media_file.name") == "picture.jpg"
    practising.click("media_file.edit")
    assert link.isVisible()
    practising.write("!")
    assert link.isVisible()


async def test_a_picture_that_is_too_large_is_fine_for_some(practising: ComposerDriver) -> None:
    await ready(practising, Platform.LINKEDIN, Platform.PINTEREST)
    practising.write("Hello")
    await use(practising, Sample.LARGE)
    assert verdicts(practising) == [("Not for LinkedIn", Tone.BAD), ("Fine for Pinterest", Tone.GOOD)]
    assert practising.find(QLabel, "fine").property("tone") == Tone.GOOD
    assert any("LinkedIn" in each for each in practising.problems())


async def test_a_video_is_known_by_its_length(practising: ComposerDriver) -> None:
    await ready(practising, Platform.THREADS)
    practising.write("Hello")
    await use(practising, Sample.VIDEO)
    assert practising.text_of("media_file.facts").startswith("MP4 · 1080 × 1920 · 12 seconds · ")


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (Sample.PAGE, "The link opens a web page"),
        (Sample.EXPIRED, "The link has expired"),
        (Sample.MISSING, "Nothing found at this link"),
    ],
)
async def test_what_is_wrong_with_a_file_is_said_with_what_to_do(practising: ComposerDriver, sample: Sample, words: str) -> None:
    await ready(practising, Platform.LINKEDIN)
    practising.write("Hello")
    await use(practising, sample)
    assert practising.text_of("media_file.verdict.0").startswith(words)
    assert not practising.find(QAbstractButton, "schedule").isEnabled()


async def test_a_link_that_ends_before_the_post_s_time_is_a_stop(practising: ComposerDriver) -> None:
    await ready(practising, Platform.LINKEDIN)
    practising.write("Hello")
    await use(practising, Sample.EXPIRING)
    assert any("works until" in words and tone == Tone.NEUTRAL for words, tone in verdicts(practising))
    assert any("the link expires" in each for each in practising.problems())


async def test_check_again_looks_again(practising: ComposerDriver) -> None:
    await ready(practising, Platform.LINKEDIN)
    practising.write("Hello")
    await use(practising, Sample.PICTURE)
    seen: list[str] = []
    practising.session.media.changed.connect(seen.append)
    practising.click("media_file.again")
    assert practising.text_of("media_file.verdict.0") == "Checking the file…"
    await practising.until(lambda: practising.text_of("media_file.verdict.0") == "Fine for LinkedIn")
    assert len(seen) == 2


async def test_a_file_that_is_gone_from_the_draft_is_not_shown(practising: ComposerDriver) -> None:
    await ready(practising, Platform.LINKEDIN)
    practising.write("Hello")
    await use(practising, Sample.PICTURE)
    practising.find(QLineEdit, "media_url").clear()
    practising.find(QLineEdit, "media_url").textEdited.emit("")
    assert not practising.find(QWidget, "media_file").isVisible()


async def test_a_sample_for_one_platform_is_its_own(practising: ComposerDriver) -> None:
    client = await ready(practising, Platform.INSTAGRAM, Platform.LINKEDIN)
    practising.write("Hello")
    practising.pane.model.show_platform(Platform.INSTAGRAM)
    await use(practising, Sample.PICTURE)
    assert practising.text_of("media_file.verdict.0") == "Fine for Instagram"
    practising.pane.save()
    await practising.until(lambda: bool(practising.kept()))
    (draft,) = practising.session.composer.drafts(client.id)
    assert (draft.media_url, bool(draft.content_for(Platform.INSTAGRAM).media_url)) == ("", True)
    practising.pane.model.show_platform(None)
    assert not practising.find(QWidget, "media_file").isVisible()


async def test_a_preview_shows_the_picture(practising: ComposerDriver) -> None:
    await ready(practising, Platform.LINKEDIN)
    practising.write("Hello")
    await use(practising, Sample.COVER)
    card = next(iter(practising.pane.findChildren(PreviewCard)))
    colours = {card.grab().toImage().pixelColor(card.width() // 4 * part, card.height() // 2).name() for part in (1, 2, 3)}
    assert len(colours) == 3


async def test_samples_are_offered_in_practice_alone(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    assert writing.pane.findChild(QAbstractButton, "composer.use_sample") is None


async def test_with_a_proxy_it_is_said_that_nothing_is_checked(practising: ComposerDriver) -> None:
    settings = practising.session.settings
    settings.change(replace(settings.current, proxy="http://proxy.example.com:3128"))
    await practising.until(lambda: bool(settings.current.proxy))
    await ready(practising, Platform.LINKEDIN)
    field = practising.find(QLineEdit, "media_url")
    field.setText("https://files.example.org/a.jpg")
    field.textEdited.emit(field.text())
    assert practising.text_of("media_file.verdict.0").startswith("Not checked")


@pytest.mark.parametrize("problem", MediaProblem)
def test_what_is_wrong_is_as_grave_as_its_finding(resources: Path, problem: MediaProblem) -> None:
    url = "https://example.com/photo.jpg"
    media_check = MediaCheck(url, NOON, problem=problem)
    (said,) = file_verdicts(FileView(url, media_check, None, checking=False), str)
    rules = load_rules(resources / "platforms.toml")
    content, counter = Content("Hello", media_url=url), TextCounter(rules.x_counting)
    assessment = check(Platform.LINKEDIN, content, rules, counter=counter, media=media_check)
    grave = next(problem.severity for problem in assessment.problems if problem.field is ProblemField.MEDIA_URL)
    assert said.tone is {Severity.STOP: Tone.BAD, Severity.WARN: Tone.ATTENTION}[grave]


async def test_a_picture_is_not_asked_for_a_cover(practising: ComposerDriver) -> None:
    await ready(practising, Platform.LINKEDIN)
    practising.write("Hello")
    cover = practising.find(QLineEdit, "thumbnail_url")
    await use(practising, Sample.EXPIRING)
    assert not cover.isVisible()
    await use(practising, Sample.VIDEO)
    assert cover.isVisible()
    cover.setFocus()
    cover.insert("https://example.com/cover.jpg")
    await use(practising, Sample.PICTURE)
    assert cover.isVisible()
