"""What the composer says of a file on its way: how far it is, and which field waits for its address."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.drafts import Piece
from postdesk.domain.limits import Measure
from postdesk.domain.uploads import Spot, Stage, Upload
from postdesk.ui.text.limits import amount_words
from postdesk.ui.text.names import short_name

translate = QCoreApplication.translate


def size_words(size: int) -> str:
    """So many bytes."""
    return amount_words(Measure.SIZE_BYTES, size)


def spot_words(spot: Spot) -> str:
    """The field, within a sentence."""
    cover = spot.field is Piece.THUMBNAIL_URL
    if spot.platform is None:
        return translate("Uploads", "the cover link") if cover else translate("Uploads", "the media link")
    own = translate("Uploads", "{0}’s own cover link") if cover else translate("Uploads", "{0}’s own media link")
    return own.format(short_name(spot.platform))


def need_words(spot: Spot, *, anywhere: bool) -> str:
    """What a file needs before it can be posted; `anywhere`: there is a target where it can go."""
    if not anywhere:
        return translate(
            "Uploads",
            "MyPostShare takes public addresses, not files. Set up where yours go, once: a bucket, or a command of yours.",
        )
    words = translate(
        "Uploads", "MyPostShare takes public addresses, not files. Upload it to storage of yours; its address goes into {0}."
    )
    return words.format(spot_words(spot))


def progress_words(upload: Upload, target: str) -> str:
    """How far it is on its way to the target of that name."""
    if upload.stage is Stage.PREPARING:
        return translate("Uploads", "Looking whether it is at {0} already…").format(target)
    if not upload.size:
        return translate("Uploads", "{0} is running…").format(target)
    return translate("Uploads", "Uploading to {0}: {1} of {2}").format(target, size_words(upload.sent), size_words(upload.size))


def stopped_words(upload: Upload, target: str) -> tuple[str, str]:
    """That it was cancelled, and what of it lies at the target of that name."""
    words = translate("Uploads", "Cancelled. The post has no address of it yet.")
    if not upload.sent:
        more = translate("Uploads", "What was sent of it stays at {0} for seven days: resuming sends only the rest.")
        return words, more.format(target)
    more = translate("Uploads", "{0} of {1} are at {2}, and stay there for seven days: resuming sends only the rest.")
    return words, more.format(size_words(upload.sent), size_words(upload.size), target)


def done_words(upload: Upload, target: str) -> str:
    """That it has an address, and where that is."""
    lay = translate("Uploads", "It was at {0} already: its address is in {1}.")
    came = translate("Uploads", "Uploaded to {0}: its address is in {1}.")
    return (lay if upload.reused else came).format(target, spot_words(upload.spot))
