"""The test of an upload target with a small file, step by step. Blocking: run in a thread."""

import secrets
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Final

from postdesk.domain.uploads import Bucket, TrialResult, TrialStep, UploadCommand, UploadFailed, UploadProblem
from postdesk.media.bucket_storage import BucketStorage
from postdesk.media.upload_command import run_upload_command

_PICTURE: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000b49444154789c6360000200000500017a5eab3f00000000"
    "49454e44ae426082"
)
"""A PNG of one transparent pixel."""
_TIMEOUT_S: Final = 15.0


def try_upload(place: Bucket | UploadCommand, secret: str, proxy: str, ca_file: str, stop: Event) -> Iterator[TrialResult]:
    """Yield the result of each step. After a failure only the clean-up follows."""
    if isinstance(place, UploadCommand):
        yield _run(place, stop)
        return
    storage = BucketStorage(place, secret, proxy, ca_file)
    key = storage.key(f"postdesk-test-{secrets.token_hex(8)}.png")
    data = _PICTURE + secrets.token_bytes(16)
    try:
        storage.write(key, data, "image/png")
    except UploadFailed as refused:
        yield TrialResult(TrialStep.WRITE, refused.problem, refused.message)
        return
    yield TrialResult(TrialStep.WRITE)
    yield _read(storage.address(key), data, proxy, ca_file)
    try:
        storage.delete(key)
    except UploadFailed as refused:
        yield TrialResult(TrialStep.DELETE, refused.problem, refused.message)
    else:
        yield TrialResult(TrialStep.DELETE)


def _read(address: str, expected: bytes, proxy: str, ca_file: str) -> TrialResult:
    """Read the file as the public does: without a key."""
    import httpx

    try:
        context = ssl.create_default_context(cafile=ca_file or None)
        with (
            httpx.Client(trust_env=False, verify=context, proxy=proxy or None, timeout=_TIMEOUT_S) as client,
            client.stream("GET", address) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                return TrialResult(TrialStep.READ, UploadProblem.NOT_PUBLIC, f"{answer.status_code} {answer.reason_phrase}")
            got = next(answer.iter_bytes(len(expected) + 1), b"")
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return TrialResult(TrialStep.READ, UploadProblem.UNREACHABLE)
    return TrialResult(TrialStep.READ, None if got == expected else UploadProblem.OTHER_CONTENT)


def _run(command: UploadCommand, stop: Event) -> TrialResult:
    """Run the command and report its output, since the test file stays where it was put."""
    with tempfile.TemporaryDirectory(prefix="postdesk-") as folder:
        file = Path(folder) / "postdesk-test.png"
        file.write_bytes(_PICTURE)
        try:
            return TrialResult(TrialStep.RUN, message=run_upload_command(command, file, stop))
        except UploadFailed as failed:
            return TrialResult(TrialStep.RUN, failed.problem, failed.message)
