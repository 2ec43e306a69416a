"""The warnings that somebody posted past, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from postdesk.domain.problems import ProblemKind
from postdesk.ui.words import platform_word


def warned_words(overridden: Sequence[str]) -> str:
    """ "LinkedIn: many hashtags; X (Twitter): a long text", for what `Post.overridden` holds."""
    return "; ".join(_worded(*each.partition(":")[::2]) for each in overridden)


def _worded(platform: str, kind: str) -> str:
    tr = QCoreApplication.translate
    words: dict[str, str] = {
        ProblemKind.TEXT_TOO_LONG: tr("Results", "a long text"),
        ProblemKind.TEXT_LONG_WARN: tr("Results", "a long text"),
        ProblemKind.TEXT_FORBIDDEN_CHARACTERS: tr("Results", "characters that it may refuse"),
        ProblemKind.RESERVED_CHARACTERS: tr("Results", "characters at which it may cut"),
        ProblemKind.HASHTAGS_MANY: tr("Results", "many hashtags"),
        ProblemKind.MENTIONS_MANY: tr("Results", "many mentions"),
        ProblemKind.LINKS_MANY: tr("Results", "many links"),
        ProblemKind.CONTROL_CHARACTERS: tr("Results", "characters that nobody sees"),
        ProblemKind.BIDI_MARKS: tr("Results", "marks that turn the direction of writing"),
        ProblemKind.TITLE_TOO_LONG: tr("Results", "a long title"),
        ProblemKind.TITLE_IGNORED: tr("Results", "a title that it does not show"),
        ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO: tr("Results", "a video without a thumbnail"),
        ProblemKind.MEDIA_FLAWED: tr("Results", "a file that could not be looked at"),
        ProblemKind.MEDIA_TYPE: tr("Results", "a kind of file that it may refuse"),
        ProblemKind.MEDIA_SIZE: tr("Results", "a large file"),
        ProblemKind.MEDIA_WIDTH: tr("Results", "an image or video of another width"),
        ProblemKind.MEDIA_HEIGHT: tr("Results", "an image or video of another height"),
        ProblemKind.MEDIA_PIXELS: tr("Results", "an image with many pixels"),
        ProblemKind.MEDIA_RATIO: tr("Results", "an image or video of another shape"),
        ProblemKind.MEDIA_SECONDS: tr("Results", "a video of another length"),
        ProblemKind.MEDIA_FRAMES: tr("Results", "a video with more or fewer frames a second"),
        ProblemKind.MEDIA_BITRATE: tr("Results", "a video with a high bit rate"),
        ProblemKind.MEDIA_VIDEO_CODEC: tr("Results", "a video of another format"),
        ProblemKind.MEDIA_AUDIO_CODEC: tr("Results", "sound of another format"),
        ProblemKind.DAILY_CAP: tr("Results", "many posts that day"),
        ProblemKind.SAME_TIME: tr("Results", "another post at the same time"),
        ProblemKind.TOO_CLOSE: tr("Results", "another post shortly before or after"),
        ProblemKind.DESTINATION_FIXED: tr("Results", "a destination that can’t be chosen"),
    }
    return f"{platform_word(platform)}: {words.get(kind, kind.replace('_', ' '))}"
