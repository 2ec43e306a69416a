"""The files that can be uploaded."""

import os
from pathlib import Path
from threading import Event

import pytest

from postdesk.domain.limits import Measure
from postdesk.domain.media import MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import load_rules
from postdesk.domain.uploads import NON_MEDIA_TYPES, UNSUPPORTED_TYPES, UploadFailed, UploadProblem
from postdesk.media.local_files import hash_file, inspect_file

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def problem(path: Path) -> UploadProblem:
    with pytest.raises(UploadFailed) as caught:
        inspect_file(path)
    return caught.value.problem


def test_a_picture_is_one_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(PNG)
    assert (inspect_file(file).type, inspect_file(file).size) == (MediaType.PNG, len(PNG))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", UploadProblem.EMPTY),
        (b"Dear diary", UploadProblem.NO_MEDIA),
        (b"<!doctype html><p>", UploadProblem.NO_MEDIA),
        (HEIC, UploadProblem.UNSUPPORTED_TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UploadProblem.UNSUPPORTED_TYPE),
    ],
)
def test_what_can_t_be_posted(tmp_path: Path, content: bytes, why: UploadProblem) -> None:
    file = tmp_path / "file.png"
    file.write_bytes(content)
    assert problem(file) is why


def test_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert problem(tmp_path) is UploadProblem.FOLDER
    assert problem(tmp_path / "gone.png") is UploadProblem.GONE
    assert problem(pipe) is UploadProblem.UNREADABLE
    assert problem(Path("/proc/self/mem")) is UploadProblem.UNREADABLE


def test_another_content_has_another_digest_and_a_name_makes_none(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("one", "same", "other"))
    for file, content in ((one, PNG), (same, PNG), (other, PNG + b"x")):
        file.write_bytes(content)
    first, second, third = (hash_file(inspect_file(file), 64, Event()) for file in (one, same, other))
    assert first == second
    assert first.whole != third.whole
    assert (len(first.parts), first.parts[0]) == (2, third.parts[0])


def test_what_is_called_taken_by_none_is_taken_by_no_platform(resources: Path) -> None:
    rules = load_rules(resources / "platforms.toml")
    limits = (limit for platform in Platform for limit in rules.for_platform(platform).limits if limit.measure is Measure.TYPE)
    taken = {each for limit in limits for each in limit.accepted}
    assert taken
    assert not taken & (UNSUPPORTED_TYPES | NON_MEDIA_TYPES)
