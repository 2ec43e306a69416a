"""The page of the upload targets: the input is kept completely or not at all, and tested step by step."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListWidget, QPlainTextEdit
from tests.support.quiet_session import NOON
from tests.support.s3_server import ACCESS_KEY, SECRET, S3Server, s3_server
from tests.support.sessions import a_session
from tests.support.settings import let_end
from tests.support.waiting import until
from tests.support.widgets import find, rich_labels, unidentified

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.uploads import Bucket, TrialResult, TrialStep, UploadCommand, UploadProblem, UploadTarget
from postdesk.engine.upload_targets import UploadTargets
from postdesk.store import workspaces
from postdesk.store.database import Database
from postdesk.store.keys import KeyStore
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.uploads import UploadsPage
from postdesk.ui.text.file_problems import step_words, upload_problem_words

NO_MORE = "CREATE TRIGGER no_more BEFORE INSERT ON upload_targets BEGIN SELECT RAISE(ABORT, 'no room'); END"
FIELDS = {
    "name": "Studio <b>bucket</b>",
    "bucket": "studio-media",
    "public_base": "https://media.studio.example",
    "endpoint": "https://s3.example.com",
    "region": "eu-central-1",
    "prefix": "posts",
    "access_key": "AKIA1234",
    "secret": SECRET,
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "profile")
    yield database
    database.close()


@pytest_asyncio.fixture
async def targets(store: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[UploadTargets]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    QApplication.setQuitOnLastWindowClosed(False)
    database = store
    url = "https://mypostshare.com/api"
    workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Studio", url))
    session = a_session(workspace, database, secrets=KeyStore("test/uploads", timeout_s=5))
    session.clock.offset = NOON - datetime.now(UTC)
    yield session.upload_targets
    await let_end(session.settings)
    await session.tasks.close()


@pytest.fixture
def page(targets: UploadTargets, theme: Theme) -> UploadsPage:
    made = UploadsPage(targets, theme)
    made.resize(720, 820)
    made.show()
    return made


def press(page: UploadsPage, name: str) -> None:
    find(page, QAbstractButton, f"settings.uploads.{name}").click()


def fill(page: UploadsPage, **words: str) -> None:
    for name, text in words.items():
        field = find(page, QLineEdit, f"settings.uploads.{name}")
        field.setText(text)
        field.textEdited.emit(text)


def said(page: UploadsPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page) and label.text()]


def is_there(targets: UploadTargets, name: str) -> bool:
    return name in [each.name for each in targets.all()]


async def test_a_bucket_is_kept_and_its_secret_is_not_shown_again(page: UploadsPage, targets: UploadTargets) -> None:
    press(page, "add_bucket")
    fill(page, **FIELDS)
    press(page, "save")
    await until(lambda: bool(targets.all()))
    (kept,) = targets.all()
    assert kept.name == "Studio <b>bucket</b>"
    assert kept.place == Bucket(
        "studio-media", "AKIA1234", "https://media.studio.example", "https://s3.example.com", "eu-central-1", "posts"
    )
    await until(lambda: any("No keyring found" in text for text in said(page)))
    assert await targets.secret(kept) == SECRET
    assert find(page, QLineEdit, "settings.uploads.secret").text() == ""
    assert rich_labels(page) == []
    assert unidentified(page) == []


async def test_a_change_without_a_secret_keeps_the_one_that_there_is(page: UploadsPage, targets: UploadTargets) -> None:
    press(page, "add_bucket")
    fill(page, **FIELDS)
    press(page, "save")
    await until(lambda: bool(targets.all()) and targets.all()[0].name == FIELDS["name"])
    await until(lambda: any("No keyring found" in text for text in said(page)))
    fill(page, name="Media", region="eu-west-1")
    press(page, "save")
    await until(lambda: targets.all()[0].name == "Media")
    assert await targets.secret(targets.all()[0]) == SECRET


async def test_another_endpoint_asks_for_the_secret_again(page: UploadsPage, targets: UploadTargets) -> None:
    press(page, "add_bucket")
    fill(page, **FIELDS)
    press(page, "save")
    await until(lambda: bool(targets.all()))
    await until(lambda: find(page, QLineEdit, "settings.uploads.secret").text() == "")
    fill(page, endpoint="https://s3.stranger.example")
    press(page, "save")
    assert "Paste the secret again. The stored one is for another address." in said(page)
    assert targets.all()[0].place == Bucket(
        "studio-media", "AKIA1234", "https://media.studio.example", "https://s3.example.com", "eu-central-1", "posts"
    )
    fill(page, endpoint="https://S3.example.com:443/", region="eu-west-1")
    press(page, "save")
    await until(lambda: targets.all()[0].name == FIELDS["name"] and "eu-west-1" in str(targets.all()[0].place))
    assert await targets.secret(targets.all()[0]) == SECRET


async def test_a_second_save_while_the_first_is_being_kept_adds_no_second_one(page: UploadsPage, targets: UploadTargets) -> None:
    press(page, "add_bucket")
    fill(page, **FIELDS)
    press(page, "save")
    fill(page, name="Media")
    press(page, "save")
    await until(lambda: [each.name for each in targets.all()] == ["Media"])
    await until(lambda: "Saved." in said(page) or any("No keyring found" in text for text in said(page)))
    assert [each.name for each in targets.all()] == ["Media"]
    assert find(page, QLineEdit, "settings.uploads.name").text() == "Media"
    assert await targets.secret(targets.all()[0]) == SECRET


@pytest.mark.logs("failed")
async def test_what_could_not_be_kept_is_kept_by_the_next_save(
    page: UploadsPage, targets: UploadTargets, store: Database
) -> None:
    await store.run(lambda conn: conn.execute(NO_MORE))
    ended: list[int] = []
    targets.saved.connect(lambda _, target_id: ended.append(target_id))
    press(page, "add_bucket")
    fill(page, **FIELDS)
    press(page, "save")
    await until(lambda: ended == [0])
    await store.run(lambda conn: conn.execute("DROP TRIGGER no_more"))
    press(page, "save")
    await until(lambda: bool(targets.all()))


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Enter a name."),
        ("bucket", "a b", "Bucket"),
        ("public_base", "http://media.example.com", "Public address"),
        ("public_base", "https://192.168.0.4/media", "Public address"),
        ("endpoint", "s3.example.com", "Endpoint"),
        ("access_key", "", "Access key"),
        ("secret", "", "Paste the secret"),
    ],
)
async def test_what_can_t_work_is_said_and_not_kept(
    page: UploadsPage, targets: UploadTargets, field: str, typed: str, words: str
) -> None:
    press(page, "add_bucket")
    fill(page, **{**FIELDS, field: typed})
    press(page, "save")
    press(page, "test")
    assert words in find(page, QLabel, "settings.uploads.problem.text").text()
    await asyncio.sleep(0.05)
    assert targets.all() == ()


@pytest.mark.parametrize(("typed", "words"), [("", "Enter the program"), ("/usr/bin/put\n--public", "Enter {file}")])
async def test_a_command_needs_a_program_and_the_file(page: UploadsPage, typed: str, words: str) -> None:
    press(page, "add_command")
    fill(page, name="Mine")
    find(page, QPlainTextEdit, "settings.uploads.arguments").setPlainText(typed)
    press(page, "save")
    assert words in find(page, QLabel, "settings.uploads.problem.text").text()


async def test_a_command_is_kept_line_by_line_offered_first_and_deleted(page: UploadsPage, targets: UploadTargets) -> None:
    for name in ("One", "Two"):
        press(page, "add_command")
        fill(page, name=name)
        find(page, QPlainTextEdit, "settings.uploads.arguments").setPlainText("/usr/bin/put\n--to my server\n{file}\n")
        press(page, "save")
        await until(partial(is_there, targets, name))
    listed = find(page, QListWidget, "settings.uploads.list")
    await until(lambda: listed.count() == 2)
    assert targets.all()[0].place == UploadCommand(("/usr/bin/put", "--to my server", "{file}"))
    listed.setCurrentRow(1)
    press(page, "prefer")
    await until(lambda: listed.item(0).text() == "Two · default")
    press(page, "delete")
    await until(lambda: [each.name for each in targets.all()] == ["One"])


async def test_each_line_of_a_command_is_an_argument_as_it_is(page: UploadsPage, targets: UploadTargets) -> None:
    lines = ("/opt/my\u00a0tools/put", "", "  indented ", "<b>&\u2003;$(no shell)", "{file}", "--end=")
    press(page, "add_command")
    fill(page, name="Mine")
    find(page, QPlainTextEdit, "settings.uploads.arguments").setPlainText("\n".join((*lines, "")))
    press(page, "save")
    await until(partial(is_there, targets, "Mine"))
    assert targets.all()[0].place == UploadCommand(lines)


async def test_a_command_is_tried_and_its_address_told(page: UploadsPage) -> None:
    press(page, "add_command")
    fill(page, name="Mine")
    code = "print('https://cdn.example.com/<b>test.png'.replace('<b>', ''))"
    find(page, QPlainTextEdit, "settings.uploads.arguments").setPlainText(f"{sys.executable}\n-c\n{code}\n{{file}}")
    press(page, "test")
    await until(lambda: any("The command works." in text for text in said(page)))
    assert any("https://cdn.example.com/test.png" in text for text in said(page))


async def test_each_step_of_a_bucket_s_test_is_said(page: UploadsPage, targets: UploadTargets, tmp_path: Path) -> None:
    with s3_server(tmp_path / "s3") as server:
        press(page, "add_bucket")
        fill(page, **{**FIELDS, **_fields_of(server)})
        press(page, "test")
        await until(lambda: any("was written" in text for text in said(page)))
        # Its public address is a host name that doesn't exist.
        await until(lambda: any("Reading it at its public address failed" in text for text in said(page)))
        await until(lambda: "It was deleted again." in said(page))
        assert server.objects() == []
        # While a test runs, the same button stops it.
        await until(lambda: find(page, QAbstractButton, "settings.uploads.test").text() == "Test")
        fill(page, secret="wrong")
        press(page, "test")
        await until(lambda: any("refused the access key" in text for text in said(page)))
    assert not any(SECRET in text for text in said(page))


def _fields_of(server: S3Server) -> dict[str, str]:
    base = "https://media.invalid"
    return {"bucket": "media", "endpoint": server.bucket.endpoint, "access_key": ACCESS_KEY, "public_base": base}


def test_there_are_words_for_each_flaw_and_each_step() -> None:
    assert all(upload_problem_words(problem) for problem in UploadProblem)
    assert all(step_words(TrialResult(step)) and step_words(TrialResult(step, UploadProblem.REFUSED)) for step in TrialStep)


async def test_a_target_of_another_page_is_in_the_list(page: UploadsPage, targets: UploadTargets) -> None:
    targets.save(UploadTarget(0, "Elsewhere", UploadCommand(("/usr/bin/put", "{file}"))))
    await until(lambda: find(page, QListWidget, "settings.uploads.list").count() == 1)
    assert find(page, QLineEdit, "settings.uploads.name").text() == "Elsewhere"
