"""The test of an upload target with a small file, step by step. Blocking: run in a thread."""

import secrets
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Final

from postdesk.domain.uploads import Bucket, Command, NotUploaded, Step, Tried, UploadFlaw
from postdesk.media.command import address_by
from postdesk.media.storage import Storage

_PICTURE: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000b49444154789c6360000200000500017a5eab3f00000000"
    "49454e44ae426082"
)
"""A PNG of one transparent pixel."""
_TIMEOUT_S: Final = 15.0


def tried(place: Bucket | Command, secret: str, proxy: str, ca_file: str, stop: Event) -> Iterator[Tried]:
    """Yield the result of each step. After a failure only the clean-up follows."""
    if isinstance(place, Command):
        yield _run(place, stop)
        return
    storage = Storage(place, secret, proxy, ca_file)
    key = storage.key(f"postdesk-test-{secrets.token_hex(8)}.png")
    data = _PICTURE + secrets.token_bytes(16)
    try:
        storage.write(key, data, "image/png")
    except NotUploaded as refused:
        yield Tried(Step.WRITE, refused.flaw, refused.said)
        return
    yield Tried(Step.WRITE)
    yield _read(storage.address(key), data, proxy, ca_file)
    try:
        storage.delete(key)
    except NotUploaded as refused:
        yield Tried(Step.DELETE, refused.flaw, refused.said)
    else:
        yield Tried(Step.DELETE)


def _read(address: str, expected: bytes, proxy: str, ca_file: str) -> Tried:
    """Read the file as the public does: without a key."""
    import httpx

    try:
        context = ssl.create_default_context(cafile=ca_file or None)
        with (
            httpx.Client(trust_env=False, verify=context, proxy=proxy or None, timeout=_TIMEOUT_S) as client,
            client.stream("GET", address) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                return Tried(Step.READ, UploadFlaw.NOT_PUBLIC, f"{answer.status_code} {answer.reason_phrase}")
            got = next(answer.iter_bytes(len(expected) + 1), b"")
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return Tried(Step.READ, UploadFlaw.UNREACHABLE)
    return Tried(Step.READ, None if got == expected else UploadFlaw.OTHER_CONTENT)


def _run(command: Command, stop: Event) -> Tried:
    """Run the command and report its output, since the test file stays where it was put."""
    with tempfile.TemporaryDirectory(prefix="postdesk-") as folder:
        file = Path(folder) / "postdesk-test.png"
        file.write_bytes(_PICTURE)
        try:
            return Tried(Step.RUN, said=address_by(command, file, stop))
        except NotUploaded as failed:
            return Tried(Step.RUN, failed.flaw, failed.said)
