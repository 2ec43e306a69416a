"""An image without a file becomes one, within limits."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from postdesk.domain.media import MediaType
from postdesk.domain.uploads import UploadFailed, UploadProblem
from postdesk.media.local_files import read_candidate
from postdesk.media.pasted_images import PastedImage, save_png
from postdesk.media.probe_limits import ProbeLimits


def image(width: int = 64, height: int = 48) -> QImage:
    made = QImage(width, height, QImage.Format.Format_ARGB32)
    made.fill(QColor("teal"))
    return made


def png(width: int = 64, height: int = 48) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(width, height).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.mark.parametrize("picture", [image(), png()])
def test_it_is_a_png_of_the_same_size_that_nobody_else_can_read(tmp_path: Path, picture: PastedImage) -> None:
    file = tmp_path / "pasted" / "1" / "picture.png"
    save_png(picture, file)
    facts = read_candidate(file).facts
    assert (facts.type, facts.width, facts.height) == (MediaType.PNG, 64, 48)
    assert file.parent.stat().st_mode & 0o077 == 0


def test_the_bytes_of_a_png_stay_as_they_are(tmp_path: Path) -> None:
    save_png(png(), tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes() == png()


@pytest.mark.parametrize(
    ("picture", "limits", "problem"),
    [
        (QImage(), ProbeLimits(), UploadProblem.NO_PICTURE),
        (b"", ProbeLimits(), UploadProblem.NO_PICTURE),
        (b"GIF89a no PNG", ProbeLimits(), UploadProblem.NO_PICTURE),
        (image(), ProbeLimits(most_pixels=3_071), UploadProblem.PICTURE_TOO_LARGE),
        (png(), ProbeLimits(most_pixels=3_071), UploadProblem.PICTURE_TOO_LARGE),
        (image(), ProbeLimits(image_bytes=50), UploadProblem.PICTURE_TOO_LARGE),
        (png(), ProbeLimits(image_bytes=50), UploadProblem.PICTURE_TOO_LARGE),
    ],
)
def test_what_is_no_picture_or_too_large_is_not_written(
    tmp_path: Path, picture: PastedImage, limits: ProbeLimits, problem: UploadProblem
) -> None:
    with pytest.raises(UploadFailed) as why:
        save_png(picture, tmp_path / "picture.png", limits)
    assert why.value.problem is problem
    assert list(tmp_path.iterdir()) == []


def test_where_it_can_t_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "pasted").write_bytes(b"a file where the folder should be")
    with pytest.raises(UploadFailed) as why:
        save_png(image(), tmp_path / "pasted" / "picture.png")
    assert why.value.problem is UploadProblem.NOT_SAVED
