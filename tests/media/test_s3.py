"""Answers of storage that a small server never gives: pages, a late refusal, throttling, parts without an MD5."""

import ssl
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread, Timer

import pytest
import trustme

from postdesk.domain.media import MediaType
from postdesk.domain.uploads import Bucket, LocalFile, UploadFailed, UploadProblem
from postdesk.media.local_files import hash_file
from postdesk.media.multipart_upload import MultipartUpload
from postdesk.media.s3 import NoSuchUpload, UploadedPart, open_s3

KEY = "posts/film.mp4"
DENIED = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
NO_UPLOAD = "<Error><Code>NoSuchUpload</Code><Message>Gone</Message></Error>"
BEGUN = "<InitiateMultipartUploadResult><UploadId>second</UploadId></InitiateMultipartUploadResult>"
DONE = "<CompleteMultipartUploadResult><Key>film.mp4</Key></CompleteMultipartUploadResult>"


@dataclass
class StandIn:
    """Gives the answers in their order, each with an ETag, and keeps the requests."""

    port: int = 0
    answers: deque[tuple[int, str]] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def bucket(self) -> Bucket:
        return Bucket("media", "AKIA", "https://cdn.example.com", f"http://127.0.0.1:{self.port}")


@contextmanager
def serving(made: StandIn, tls: ssl.SSLContext | None = None) -> Iterator[StandIn]:
    """Serve until the end of the context; over https where there is a certificate."""

    class Handler(BaseHTTPRequestHandler):
        def do_any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            made.asked.append(f"{self.command} {self.path.removeprefix('/media/')}")
            status, body = made.answers.popleft()
            self.send_response(status)
            self.send_header("ETag", '"not-an-md5"')
            self.send_header("Content-Length", str(made.length if self.command == "HEAD" else len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_any

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    made.port = server.server_port
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def storage() -> Iterator[StandIn]:
    with serving(StandIn()) as made:
        yield made


def page(numbers: range, *, more: bool) -> str:
    parts = "".join(f"<Part><PartNumber>{n}</PartNumber><ETag>&quot;{n}&quot;</ETag><Size>4</Size></Part>" for n in numbers)
    marker = f"<IsTruncated>{str(more).lower()}</IsTruncated><NextPartNumberMarker>{numbers[-1]}</NextPartNumberMarker>"
    return f'<ListPartsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{marker}{parts}</ListPartsResult>'


class Noted:
    """One upload that is known as "first"."""

    def __init__(self) -> None:
        self.name = "first"

    def id_of(self, key: str) -> str:
        return self.name

    def add(self, key: str, multipart: str) -> None:
        self.name = multipart

    def remove(self, key: str) -> None:
        self.name = ""


@pytest.fixture
def film(tmp_path: Path) -> LocalFile:
    """A file of two parts of four bytes."""
    path = tmp_path / "film.mp4"
    path.write_bytes(b"ONE.TWO.")
    return LocalFile(path, 8, MediaType.MP4, path.stat().st_mtime_ns)


def send(storage: StandIn, film: LocalFile, noted: Noted) -> None:
    with open_s3(storage.bucket, "secret", "", "", Event()) as s3:
        MultipartUpload(s3, film, KEY, 4, hash_file(film, 4, Event())).send(noted, lambda sent: None)


def test_parts_are_told_page_by_page(storage: StandIn) -> None:
    storage.answers.extend([(200, page(range(1, 1001), more=True)), (200, page(range(1001, 1003), more=False))])
    with open_s3(storage.bucket, "secret", "", "", Event()) as s3:
        parts = s3.parts(KEY, "first")
    assert sorted(parts) == list(range(1, 1003))
    assert parts[1002] == UploadedPart(4, '"1002"')
    assert storage.asked[1] == f"GET {KEY}?uploadId=first&part-number-marker=1000"


def test_a_part_that_is_told_by_no_md5_is_known_by_its_size(storage: StandIn, film: LocalFile) -> None:
    storage.answers.extend([(200, page(range(1, 2), more=False)), (200, ""), (200, DONE)])
    send(storage, film, Noted())
    assert storage.asked[1] == f"PUT {KEY}?partNumber=2&uploadId=first"


def test_a_no_that_comes_after_a_yes_is_heard(storage: StandIn) -> None:
    storage.answers.append((200, "<Error><Code>InvalidPart</Code><Message>Part 2 is missing</Message></Error>"))
    with open_s3(storage.bucket, "secret", "", "", Event()) as s3, pytest.raises(UploadFailed) as caught:
        s3.complete(KEY, "first", {1: '"1"'})
    assert (caught.value.problem, caught.value.message) == (UploadProblem.REFUSED, "Part 2 is missing")


def test_what_was_completed_though_its_answer_was_lost_is_done(storage: StandIn, film: LocalFile) -> None:
    noted = Noted()
    storage.length = 8
    storage.answers.extend([(200, page(range(1, 3), more=False)), (404, NO_UPLOAD), (200, "")])
    send(storage, film, noted)
    assert storage.asked[2:] == [f"HEAD {KEY}"]
    assert noted.name == ""


def test_who_may_not_ask_for_the_parts_begins_anew_and_deletes_the_old_ones(storage: StandIn, film: LocalFile) -> None:
    storage.answers.extend([(403, DENIED), (204, ""), (200, BEGUN), (200, ""), (200, ""), (200, DONE)])
    send(storage, film, Noted())
    assert storage.asked[1:3] == [f"DELETE {KEY}?uploadId=first", f"POST {KEY}?uploads="]


def test_what_is_refused_over_the_parts_is_said_and_nothing_begins_anew(storage: StandIn, film: LocalFile) -> None:
    storage.answers.append((403, DENIED.replace("AccessDenied", "SignatureDoesNotMatch")))
    noted = Noted()
    with pytest.raises(UploadFailed) as caught:
        send(storage, film, noted)
    assert (caught.value.problem, noted.name) == (UploadProblem.KEY_REFUSED, "first")


def test_what_is_forgotten_over_and_over_is_given_up(storage: StandIn, film: LocalFile) -> None:
    storage.answers.extend([(404, NO_UPLOAD), (404, NO_UPLOAD), (200, BEGUN), (404, NO_UPLOAD), (200, BEGUN), (404, NO_UPLOAD)])
    with pytest.raises(NoSuchUpload):
        send(storage, film, Noted())


@pytest.mark.parametrize(("status", "code"), [(503, "SlowDown"), (400, "RequestTimeout"), (500, "InternalError")])
def test_storage_that_is_too_busy_is_asked_again(storage: StandIn, status: int, code: str) -> None:
    storage.answers.extend([(status, f"<Error><Code>{code}</Code></Error>"), (200, BEGUN)])
    with open_s3(storage.bucket, "secret", "", "", Event()) as s3:
        assert s3.begin(KEY, "video/mp4") == "second"


def test_who_stops_does_not_wait_for_storage_that_is_away(storage: StandIn) -> None:
    stop = Event()
    storage.answers.extend([(503, "")] * 1000)
    Timer(0.2, stop.set).start()
    with open_s3(storage.bucket, "secret", "", "", stop) as s3, pytest.raises(UploadFailed) as caught:
        s3.begin(KEY, "video/mp4")
    assert caught.value.problem is UploadProblem.STOPPED


@pytest.mark.parametrize("nonsense", ["", "<p>"])
def test_an_answer_that_says_nothing_is_a_refusal(storage: StandIn, nonsense: str) -> None:
    storage.answers.append((200, nonsense))
    with open_s3(storage.bucket, "secret", "", "", Event()) as s3, pytest.raises(UploadFailed) as caught:
        s3.parts(KEY, "first")
    assert caught.value.problem is UploadProblem.REFUSED


def test_a_part_that_is_told_as_nonsense_is_none(storage: StandIn) -> None:
    storage.answers.append((200, page(range(1, 2), more=False).replace("<Size>4<", "<Size>all<")))
    with open_s3(storage.bucket, "secret", "", "", Event()) as s3:
        assert s3.parts(KEY, "first") == {}


def test_only_storage_whose_certificate_is_vouched_for_is_told_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, tls, ca_file = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), tmp_path / "ca.pem"
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.cert_pem.write_to_path(str(ca_file))
    monkeypatch.setattr("postdesk.media.s3._BRISK_S", 0)
    with serving(StandIn(), tls) as made:
        bucket = replace(made.bucket, endpoint=f"https://127.0.0.1:{made.port}")
        with open_s3(bucket, "secret", "", "", Event()) as s3, pytest.raises(UploadFailed) as caught:
            s3.delete(KEY)
        assert (caught.value.problem, made.asked) == (UploadProblem.UNREACHABLE, [])
        made.answers.append((204, ""))
        with open_s3(bucket, "secret", "", str(ca_file), Event()) as s3:
            s3.delete(KEY)
        assert made.asked == [f"DELETE {KEY}"]
