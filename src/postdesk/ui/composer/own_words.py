"""Words for what a platform has of its own."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from postdesk.domain.drafts import Draft, Piece
from postdesk.domain.platforms import Platform
from postdesk.ui.text.names import names, short_name

translate = QCoreApplication.translate


def piece_word(piece: Piece) -> str:
    """What the piece is called."""
    match piece:
        case Piece.TEXT:
            return translate("Composer", "text")
        case Piece.TITLE:
            return translate("Composer", "title")
        case Piece.MEDIA_URL:
            return translate("Composer", "media link")
        case Piece.THUMBNAIL_URL:
            return translate("Composer", "cover link")
        case Piece.DUE_AT:
            return translate("Composer", "time")


def own_words(pieces: Sequence[Piece]) -> str:
    """What is a platform's own: "its own text, title and time"; empty for nothing."""
    words = [piece_word(piece) for piece in pieces]
    if not words:
        return ""
    listed = words[0]
    if len(words) > 1:
        listed = translate("Composer", "{0} and {1}").format(", ".join(words[:-1]), words[-1])
    return translate("Composer", "its own {0}").format(listed)


def differs_words(platform: Platform, pieces: Sequence[Piece]) -> str:
    """How what the platform gets differs from what is shared."""
    name = short_name(platform)
    if pieces:
        return translate("Composer", "{0} has {1}.").format(name, own_words(pieces))
    return translate("Composer", "{0} gets what is shared. What you change here is for {0} alone.").format(name)


def time_words(platform: Platform, *, own: bool) -> str:
    """Whether the platform goes out with the others."""
    words = translate("Composer", "{0} has its own time.") if own else translate("Composer", "{0} goes out at the shared time.")
    return words.format(short_name(platform))


def elsewhere_words(draft: Draft, piece: Piece) -> str:
    """Which of the draft's platforms have this of their own instead of what is shared; empty where none does."""
    having = {variant.platform for variant in draft.variants if piece in variant.own}
    others = tuple(platform for platform in draft.platforms if platform in having)
    words = translate("Composer", "{0}: their own") if len(others) > 1 else translate("Composer", "{0}: its own")
    return words.format(names(others)) if others else ""


def share_words(piece: Piece) -> str:
    """What takes a platform's own piece back, said in whole."""
    return translate("Composer", "Use the shared {0} again").format(piece_word(piece))
