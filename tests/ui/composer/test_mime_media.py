"""Media that other programs put on the clipboard and into drags besides text, and the part of it that is used."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QPixmap

from postdesk.ui.kit.editor.mime_media import MimeMediaKind, kind_of_drop, kind_of_paste, read_media

LINK = "https://cdn.example.com/tour.png?w=1&h=2"
IMG = f'<meta charset="utf-8"><img class="wide" src="{LINK.replace("&", "&amp;")}" alt="The studio"/>'


def image() -> QImage:
    made = QImage(8, 8, QImage.Format.Format_RGB32)
    made.fill(0)
    return made


def mime(*urls: str, text: str = "", html: str = "", picture: QImage | QPixmap | bytes | None = None) -> QMimeData:
    made = QMimeData()
    if urls:
        made.setUrls([QUrl(url) for url in urls])
    if text:
        made.setText(text)
    if html:
        made.setHtml(html)
    if isinstance(picture, bytes):
        made.setData("image/png", picture)
    elif picture is not None:
        made.setImageData(picture)
    return made


@pytest.mark.parametrize(
    ("given", "pasted", "dropped"),
    [
        (mime(picture=image()), MimeMediaKind.PICTURE, MimeMediaKind.PICTURE),  # a screenshot
        (mime(picture=b"\x89PNG"), MimeMediaKind.PICTURE, MimeMediaKind.PICTURE),
        (mime("file:///tmp/a.png", picture=image()), MimeMediaKind.FILES, MimeMediaKind.FILES),  # a file manager
        (mime(text="1\t2", html="<table><tr><td>1<td>2</table>", picture=image()), None, None),  # a spreadsheet
        (
            mime(html=IMG, picture=image()),
            MimeMediaKind.PICTURE,
            MimeMediaKind.LINK,
        ),  # "Copy image"; in a drag, its address is enough
        (mime(LINK, text=LINK, html=IMG, picture=image()), MimeMediaKind.PICTURE, MimeMediaKind.LINK),
        (
            mime("https://example.com/news", html=f"<a href='/news'>{IMG}</a>"),
            None,
            MimeMediaKind.LINK,
        ),  # a picture that is a link
        (mime(LINK), None, MimeMediaKind.LINK),
        (mime(html=IMG), MimeMediaKind.LINK, MimeMediaKind.LINK),
        (mime(text=LINK), None, None),  # an address alone is text, as a typed one is
        (mime("https://example.com/news"), None, None),
        (mime(html=f"<p>Read this: {IMG}</p>", picture=image()), None, None),
        (mime(html=IMG + IMG), None, None),
        (mime(html="<img src='data:image/png;base64,iVBO'>"), None, None),
        (mime(html="<img src='data:image/png;base64,iVBO'>", picture=image()), MimeMediaKind.PICTURE, MimeMediaKind.PICTURE),
        (mime(html="<img src='http://printer.local/scan.png'>", picture=image()), MimeMediaKind.PICTURE, MimeMediaKind.PICTURE),
        (mime(text="Studio tour"), None, None),
        (mime(), None, None),
    ],
)
def test_words_win_and_what_is_no_text_is_known_for_what_it_is(
    given: QMimeData, pasted: MimeMediaKind | None, dropped: MimeMediaKind | None
) -> None:
    assert (kind_of_paste(given), kind_of_drop(given)) == (pasted, dropped)


def test_the_link_is_the_address_as_the_page_has_it() -> None:
    assert read_media(mime(html=IMG), MimeMediaKind.LINK).link == LINK


def test_files_are_named_by_their_paths() -> None:
    assert read_media(mime("file:///tmp/a%20b.png"), MimeMediaKind.FILES).files == [Path("/tmp/a b.png")]


def test_a_png_is_not_decoded_and_anything_else_is() -> None:
    assert read_media(mime(picture=b"\x89PNG"), MimeMediaKind.PICTURE).picture == b"\x89PNG"
    for given in (image(), QPixmap.fromImage(image())):
        picture = read_media(mime(picture=given), MimeMediaKind.PICTURE).picture
        assert isinstance(picture, QImage)
        assert (picture.width(), picture.height()) == (8, 8)


def test_what_can_t_be_read_is_a_null_picture() -> None:
    given = QMimeData()
    given.setData("application/x-qt-image", b"no picture")
    picture = read_media(given, MimeMediaKind.PICTURE).picture
    assert isinstance(picture, QImage)
    assert picture.isNull()
