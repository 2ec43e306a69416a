"""Uploads to real S3-compatible storage: the resulting objects, and the reported failures."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import httpx
import pytest
from tests.support.ports import free_ports
from tests.support.processes import until
from tests.support.s3_server import SECRET, S3Server, s3_server

from postdesk.domain.uploads import TrialResult, TrialStep, UploadFailed, UploadProblem
from postdesk.media.bucket_storage import PART_BYTES as REAL_PART
from postdesk.media.bucket_storage import BucketStorage, _send_whole
from postdesk.media.local_files import inspect_file
from postdesk.media.s3 import open_s3
from postdesk.media.upload_locks import UploadLocks
from postdesk.media.upload_trial import try_upload

PNG = b"\x89PNG\r\n\x1a\n"
PART = 524_288
"""A small part size, so that many parts are fast."""
MP4 = b"\0\0\0\x18ftypisom\0\0\0\0isommp42"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as made:
        yield made


@pytest.fixture
def server(running: S3Server) -> S3Server:
    for each in running.objects():
        (running.folder / "media" / each).unlink()
    running.forget()
    running.taken()
    return running


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.media.bucket_storage.PART_BYTES", PART)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "a picture.png"
    file.write_bytes(PNG + bytes(1000))
    return file


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A file of seven parts, the last of which is short; no two are the same."""
    file = tmp_path / "film.mp4"
    with file.open("wb") as opened:
        opened.write(MP4)
        for number in range(6):
            opened.write(number.to_bytes(4) * (PART // 4))
    return file


class Noted:
    """Keeps the ids of multipart uploads in memory."""

    def __init__(self) -> None:
        self.all: dict[str, str] = {}

    def id_of(self, key: str) -> str:
        return self.all.get(key, "")

    def add(self, key: str, multipart: str) -> None:
        self.all[key] = multipart

    def remove(self, key: str) -> None:
        del self.all[key]


def upload(server: S3Server, file: Path, secret: str = SECRET) -> tuple[str, bool]:
    return BucketStorage(server.bucket, secret).upload(inspect_file(file), Noted(), lambda sent: None, Event())


def refusal(storage: BucketStorage, file: Path) -> UploadFailed:
    with pytest.raises(UploadFailed) as caught:
        storage.upload(inspect_file(file), Noted(), lambda sent: None, Event())
    assert SECRET not in f"{caught.value} {caught.value.message} {caught.value!r}"
    return caught.value


def test_everybody_can_read_a_file_at_its_address_with_its_type(server: S3Server, picture: Path) -> None:
    address, reused = upload(server, picture)
    assert address.startswith(f"{server.public}/media/posts/")
    assert address.endswith(".png")
    assert not reused
    assert httpx.get(address, trust_env=False).content == picture.read_bytes()
    assert '"image/png"' in next((server.folder / "media" / ".nanio-meta").rglob("*.json")).read_text()


def test_a_large_file_goes_in_parts_and_is_whole(server: S3Server, film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.media.bucket_storage.PART_BYTES", REAL_PART)
    with film.open("ab") as opened:
        opened.truncate(2 * REAL_PART + 1)
    told: list[int] = []
    address, _ = BucketStorage(server.bucket, SECRET).upload(inspect_file(film), Noted(), told.append, Event())
    assert (server.folder / "media" / server.objects()[0]).read_bytes() == film.read_bytes()
    assert (server.taken(), server.parts()) == ([1, 2, 3], [])
    assert told == sorted(told)
    assert len(told) > 2 * REAL_PART / 100_000
    assert address.endswith(".mp4")


def test_the_same_file_twice_is_one_object_whatever_it_is_called(server: S3Server, picture: Path, tmp_path: Path) -> None:
    again = tmp_path / "copy.jpeg"
    again.write_bytes(picture.read_bytes())
    first, second = upload(server, picture), upload(server, again)
    assert first == (second[0], False)
    assert second[1]
    assert len(server.objects()) == 1


def stopped(server: S3Server, film: Path, noted: Noted, at: int = 3 * PART) -> list[int]:
    """Return the progress reports of an upload that was stopped once that many bytes had arrived."""
    stop, told = Event(), list[int]()

    def on_sent(sent: int) -> None:
        told.append(sent)
        if sent >= at:
            stop.set()

    with pytest.raises(UploadFailed) as caught:
        BucketStorage(server.bucket, SECRET).upload(inspect_file(film), noted, on_sent, stop)
    assert caught.value.problem is UploadProblem.STOPPED
    assert server.objects() == []
    return told


def resumed(server: S3Server, film: Path, noted: Noted) -> list[int]:
    """Return the progress reports of the upload that resumed and succeeded."""
    told: list[int] = []
    BucketStorage(server.bucket, SECRET).upload(inspect_file(film), noted, told.append, Event())
    (name,) = server.objects()
    assert (server.folder / "media" / name).read_bytes() == film.read_bytes()
    # The server answers, and stores its parts only then.
    until(lambda: server.parts() == [], 20)
    assert noted.all == {}
    return told


def test_what_is_stopped_goes_on_from_where_it_was(server: S3Server, film: Path) -> None:
    noted = Noted()
    assert stopped(server, film, noted)[-1] == 3 * PART
    assert server.taken() == [1, 2, 3]
    assert resumed(server, film, noted)[0] == 3 * PART
    assert server.taken() == [4, 5, 6, 7]


def test_what_is_stopped_within_a_part_sends_that_part_once_more(server: S3Server, film: Path) -> None:
    noted = Noted()
    told = stopped(server, film, noted, at=3 * PART + PART // 2)
    assert told[-2:] == [3 * PART + PART // 2, 3 * PART]
    assert server.taken() == [1, 2, 3]
    resumed(server, film, noted)
    assert server.taken() == [4, 5, 6, 7]


def test_what_the_storage_forgot_begins_anew(server: S3Server, film: Path) -> None:
    noted = Noted()
    stopped(server, film, noted)
    # The server may still be at the part that was stopped, and would store it again.
    server.stop()
    server.forget()
    server.start()
    server.taken()
    assert resumed(server, film, noted)[0] == 0
    assert server.taken() == [1, 2, 3, 4, 5, 6, 7]


def test_what_the_storage_forgets_on_the_way_begins_anew(server: S3Server, film: Path) -> None:
    forgotten: list[int] = []

    def on_sent(sent: int) -> None:
        if sent == 3 * PART and not forgotten:
            server.forget()
            forgotten.append(sent)

    BucketStorage(server.bucket, SECRET).upload(inspect_file(film), Noted(), on_sent, Event())
    assert forgotten
    assert (server.folder / "media" / server.objects()[0]).read_bytes() == film.read_bytes()


@pytest.mark.parametrize("wrong", [bytes(PART), b"short"], ids=["of other content", "short"])
def test_a_part_that_is_not_the_file_s_is_sent_again(server: S3Server, film: Path, wrong: bytes) -> None:
    noted = Noted()
    stopped(server, film, noted)
    ((key, multipart),) = noted.all.items()
    with open_s3(server.bucket, SECRET, "", "", Event()) as s3:
        s3.put_part(key, multipart, 2, wrong, lambda sent: None)
    server.taken()
    resumed(server, film, noted)
    assert server.taken() == [2, 4, 5, 6, 7]


def test_a_file_that_has_changed_meanwhile_begins_anew(server: S3Server, film: Path) -> None:
    noted = Noted()
    stopped(server, film, noted)
    server.taken()
    with film.open("r+b") as opened:
        opened.seek(PART)
        opened.write(b"other")
    BucketStorage(server.bucket, SECRET).upload(inspect_file(film), noted, lambda sent: None, Event())
    assert (server.folder / "media" / server.objects()[0]).read_bytes() == film.read_bytes()
    assert server.taken() == [1, 2, 3, 4, 5, 6, 7]


def test_what_is_aborted_leaves_nothing(server: S3Server, film: Path) -> None:
    noted = Noted()
    stopped(server, film, noted)
    ((key, multipart),) = noted.all.items()
    for _ in range(2):
        BucketStorage(server.bucket, SECRET).abort(key, multipart)
    assert server.parts() == []


def ignored(sent: int) -> None:
    pass


def once(first: Callable[..., None], then: Callable[..., None]) -> Callable[..., None]:
    """Return a function that calls the first for the first call, the other for all later ones."""
    calls = chain((first,), repeat(then))
    return lambda *asked: next(calls)(*asked)


def slow_for(server: S3Server, stop: Event) -> Callable[[int], None]:
    """Return a callback that makes the server sleep before the first byte is sent, until it is stopped."""
    assert server.process
    pid = server.process.pid

    def wake() -> None:
        stop.set()
        os.kill(pid, signal.SIGCONT)

    def on_sent(sent: int) -> None:
        os.kill(pid, signal.SIGSTOP)
        Timer(0.3, wake).start()

    return on_sent


def test_what_is_stopped_while_it_goes_in_one_piece_is_taken_away_again(server: S3Server, picture: Path) -> None:
    stop = Event()
    once = iter([slow_for(server, stop)])
    with pytest.raises(UploadFailed) as caught:
        BucketStorage(server.bucket, SECRET).upload(
            inspect_file(picture), Noted(), lambda sent: next(once, lambda _: None)(sent), stop
        )
    assert caught.value.problem is UploadProblem.STOPPED
    assert server.objects() == []


def test_what_another_upload_brought_there_meanwhile_stays(
    server: S3Server, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks = UploadLocks()
    copy, stop, kept = tmp_path / "a copy.png", Event(), list[tuple[str, bool]]()
    copy.write_bytes(picture.read_bytes())
    mine = BucketStorage(server.bucket, SECRET, locks=locks)
    other = Thread(target=lambda: kept.append(mine.upload(inspect_file(picture), Noted(), ignored, Event())))

    def answered_late(*asked: Any) -> None:
        other.start()
        other.join(0.5)
        _send_whole(*asked)
        stop.set()

    monkeypatch.setattr("postdesk.media.bucket_storage._send_whole", once(answered_late, _send_whole))
    with pytest.raises(UploadFailed) as caught:
        BucketStorage(server.bucket, SECRET, locks=locks).upload(inspect_file(copy), Noted(), ignored, stop)
    other.join()
    assert caught.value.problem is UploadProblem.STOPPED
    ((address, _),) = kept
    assert httpx.get(address).content == picture.read_bytes()


def test_who_waits_for_another_upload_can_be_stopped(server: S3Server, picture: Path) -> None:
    stop, locks = Event(), UploadLocks()

    def on_sent(sent: int) -> None:
        if sent == 0:
            Timer(0.1, stop.set).start()
            with pytest.raises(UploadFailed) as caught:
                BucketStorage(server.bucket, SECRET, locks=locks).upload(inspect_file(picture), Noted(), ignored, stop)
            assert caught.value.problem is UploadProblem.STOPPED

    assert BucketStorage(server.bucket, SECRET, locks=locks).upload(inspect_file(picture), Noted(), on_sent, Event())[1] is False
    assert len(server.objects()) == 1


def test_while_the_server_is_away_the_upload_waits_and_then_goes_on(server: S3Server, film: Path) -> None:
    gone: list[Timer] = []

    def on_sent(sent: int) -> None:
        if sent >= 3 * PART and not gone:
            server.stop()
            gone.append(Timer(1.0, server.start))
            gone[0].start()

    BucketStorage(server.bucket, SECRET).upload(inspect_file(film), Noted(), on_sent, Event())
    gone[0].join()
    assert (server.folder / "media" / server.objects()[0]).read_bytes() == film.read_bytes()
    assert server.parts() == []


def test_a_file_that_changes_on_the_way_is_not_there_under_a_wrong_name(server: S3Server, film: Path) -> None:
    def on_sent(sent: int) -> None:
        if sent >= 3 * PART:
            film.touch()

    with pytest.raises(UploadFailed) as caught:
        BucketStorage(server.bucket, SECRET).upload(inspect_file(film), Noted(), on_sent, Event())
    assert caught.value.problem is UploadProblem.CHANGED
    assert (server.objects(), server.parts()) == ([], [])


@pytest.mark.parametrize("kept_as_it_looks", [False, True])
def test_what_is_read_differently_than_before_is_not_sent(server: S3Server, film: Path, kept_as_it_looks: bool) -> None:
    id_of, noted = inspect_file(film), Noted()

    def on_sent(sent: int) -> None:
        if sent == 3 * PART:
            with film.open("r+b") as opened:
                opened.seek(4 * PART)
                opened.write(b"other")
            if kept_as_it_looks:
                os.utime(film, ns=(id_of.changed_ns, id_of.changed_ns))

    with pytest.raises(UploadFailed) as caught:
        BucketStorage(server.bucket, SECRET).upload(id_of, noted, on_sent, Event())
    assert caught.value.problem is UploadProblem.CHANGED
    assert (server.objects(), server.parts(), noted.all) == ([], [], {})


def test_a_wrong_secret(server: S3Server, picture: Path) -> None:
    why = refusal(BucketStorage(server.bucket, "wrong"), picture)
    assert why.problem is UploadProblem.KEY_REFUSED
    assert "signature" in why.message


def test_a_key_that_nobody_knows(server: S3Server, picture: Path) -> None:
    bucket = replace(server.bucket, access_key="AKIANOBODY")
    assert refusal(BucketStorage(bucket, SECRET), picture).problem is UploadProblem.KEY_REFUSED


def test_a_bucket_that_is_not_there(server: S3Server, picture: Path) -> None:
    why = refusal(BucketStorage(replace(server.bucket, bucket="elsewhere"), SECRET), picture)
    assert (why.problem, why.message) == (UploadProblem.NO_BUCKET, "The specified bucket does not exist")


@pytest.mark.parametrize("wrong", [{"endpoint": "nowhere"}, {"bucket": ""}, {"region": "eu west"}, {"access_key": "ü"}])
def test_what_can_t_be_a_target_is_not_tried(server: S3Server, picture: Path, wrong: dict[str, Any]) -> None:
    assert refusal(BucketStorage(replace(server.bucket, **wrong), SECRET), picture).problem is UploadProblem.BAD_TARGET


def test_nobody_there_is_said_at_once(server: S3Server, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.media.s3._BRISK_S", 1)
    bucket = replace(server.bucket, endpoint=f"http://127.0.0.1:{free_ports(1)[0]}")
    assert refusal(BucketStorage(bucket, SECRET), picture).problem is UploadProblem.UNREACHABLE


def test_what_the_environment_says_is_not_used(server: S3Server, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9"),
        ("http_proxy", "http://127.0.0.1:9"),
        ("HTTP_PROXY", "http://127.0.0.1:9"),
        ("ALL_PROXY", "http://127.0.0.1:9"),
        ("AWS_SKIP_SIGNATURE", "true"),
        ("AWS_SESSION_TOKEN", "theirs"),
        ("AWS_ACCESS_KEY_ID", "theirs"),
        ("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", "true"),
    ):
        monkeypatch.setenv(name, value)
    assert upload(server, picture)[1] is False
    named = replace(server.bucket, endpoint=server.bucket.endpoint.replace("127.0.0.1", "localhost"))
    assert BucketStorage(named, SECRET).upload(inspect_file(picture), Noted(), lambda sent: None, Event())[1]


def test_the_proxy_of_the_settings_is_used(server: S3Server, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postdesk.media.s3._BRISK_S", 1)
    nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
    assert refusal(BucketStorage(server.bucket, SECRET, proxy=nobody), picture).problem is UploadProblem.UNREACHABLE


def test_a_target_that_works_is_tried_step_by_step_and_left_as_it_was(server: S3Server) -> None:
    steps = tuple(try_upload(server.bucket, SECRET, "", "", Event()))
    assert steps == (TrialResult(TrialStep.WRITE), TrialResult(TrialStep.READ), TrialResult(TrialStep.DELETE))
    assert server.objects() == []


def test_a_bucket_that_only_its_owner_can_read_is_found_out(server: S3Server) -> None:
    bucket = replace(server.bucket, public_base=f"{server.public}/private")
    steps = tuple(try_upload(bucket, SECRET, "", "", Event()))
    assert [step.problem for step in steps] == [None, UploadProblem.NOT_PUBLIC, None]
    assert steps[1].message == "404 File not found"
    assert server.objects() == []


def test_a_public_address_that_shows_something_else_is_found_out(server: S3Server, tmp_path: Path) -> None:
    bucket = replace(server.bucket, public_base=f"{server.public}/media/?")
    assert [step.problem for step in try_upload(bucket, SECRET, "", "", Event())] == [None, UploadProblem.OTHER_CONTENT, None]


def test_nothing_follows_a_step_that_failed(server: S3Server) -> None:
    assert [(step.step, step.problem) for step in try_upload(server.bucket, "wrong", "", "", Event())] == [
        (TrialStep.WRITE, UploadProblem.KEY_REFUSED)
    ]
