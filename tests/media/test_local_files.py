"""What can be uploaded at all."""

import os
from pathlib import Path
from threading import Event

import pytest

from postdesk.domain.limits import Measure
from postdesk.domain.media import MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import load_rules
from postdesk.domain.uploads import NO_MEDIA, TAKEN_BY_NONE, NotUploaded, UploadFlaw
from postdesk.media.local_files import looked_at, prints

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def flaw(path: Path) -> UploadFlaw:
    with pytest.raises(NotUploaded) as caught:
        looked_at(path)
    return caught.value.flaw


def test_a_picture_is_one_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(PNG)
    assert (looked_at(file).type, looked_at(file).size) == (MediaType.PNG, len(PNG))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", UploadFlaw.EMPTY),
        (b"Dear diary", UploadFlaw.NO_MEDIA),
        (b"<!doctype html><p>", UploadFlaw.NO_MEDIA),
        (HEIC, UploadFlaw.TAKEN_BY_NONE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UploadFlaw.TAKEN_BY_NONE),
    ],
)
def test_what_can_t_be_posted(tmp_path: Path, content: bytes, why: UploadFlaw) -> None:
    file = tmp_path / "file.png"
    file.write_bytes(content)
    assert flaw(file) is why


def test_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert flaw(tmp_path) is UploadFlaw.FOLDER
    assert flaw(tmp_path / "gone.png") is UploadFlaw.GONE
    assert flaw(pipe) is UploadFlaw.UNREADABLE
    assert flaw(Path("/proc/self/mem")) is UploadFlaw.UNREADABLE


def test_another_content_has_another_digest_and_a_name_makes_none(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("one", "same", "other"))
    for file, content in ((one, PNG), (same, PNG), (other, PNG + b"x")):
        file.write_bytes(content)
    first, second, third = (prints(looked_at(file), 64, Event()) for file in (one, same, other))
    assert first == second
    assert first.whole != third.whole
    assert (len(first.parts), first.parts[0]) == (2, third.parts[0])


def test_what_is_called_taken_by_none_is_taken_by_no_platform(resources: Path) -> None:
    rules = load_rules(resources / "platforms.toml")
    limits = (limit for platform in Platform for limit in rules.for_platform(platform).limits if limit.measure is Measure.TYPE)
    taken = {each for limit in limits for each in limit.taken}
    assert taken
    assert not taken & (TAKEN_BY_NONE | NO_MEDIA)
