"""The warnings that somebody posted past, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from postdesk.domain.problems import ProblemKind
from postdesk.ui.text.words import platform_word

translate = QCoreApplication.translate


def warned_words(overridden: Sequence[str]) -> str:
    """ "LinkedIn: many hashtags; X (Twitter): a long text", for what `Post.overridden` holds."""
    return "; ".join(_worded(*each.partition(":")[::2]) for each in overridden)


def _worded(platform: str, kind: str) -> str:
    words: dict[str, str] = {
        ProblemKind.TEXT_TOO_LONG: translate("Results", "a long text"),
        ProblemKind.TEXT_LONG_WARN: translate("Results", "a long text"),
        ProblemKind.TEXT_FORBIDDEN_CHARACTERS: translate("Results", "characters that it may refuse"),
        ProblemKind.RESERVED_CHARACTERS: translate("Results", "characters at which it may cut"),
        ProblemKind.HASHTAGS_MANY: translate("Results", "many hashtags"),
        ProblemKind.MENTIONS_MANY: translate("Results", "many mentions"),
        ProblemKind.LINKS_MANY: translate("Results", "many links"),
        ProblemKind.CONTROL_CHARACTERS: translate("Results", "characters that nobody sees"),
        ProblemKind.BIDI_MARKS: translate("Results", "marks that turn the direction of writing"),
        ProblemKind.TITLE_TOO_LONG: translate("Results", "a long title"),
        ProblemKind.TITLE_IGNORED: translate("Results", "a title that it does not show"),
        ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO: translate("Results", "a video without a thumbnail"),
        ProblemKind.MEDIA_FLAWED: translate("Results", "a file that could not be looked at"),
        ProblemKind.MEDIA_TYPE: translate("Results", "a kind of file that it may refuse"),
        ProblemKind.MEDIA_SIZE: translate("Results", "a large file"),
        ProblemKind.MEDIA_WIDTH: translate("Results", "an image or video of another width"),
        ProblemKind.MEDIA_HEIGHT: translate("Results", "an image or video of another height"),
        ProblemKind.MEDIA_PIXELS: translate("Results", "an image with many pixels"),
        ProblemKind.MEDIA_RATIO: translate("Results", "an image or video of another shape"),
        ProblemKind.MEDIA_SECONDS: translate("Results", "a video of another length"),
        ProblemKind.MEDIA_FRAMES: translate("Results", "a video with more or fewer frames a second"),
        ProblemKind.MEDIA_BITRATE: translate("Results", "a video with a high bit rate"),
        ProblemKind.MEDIA_VIDEO_CODEC: translate("Results", "a video of another format"),
        ProblemKind.MEDIA_AUDIO_CODEC: translate("Results", "sound of another format"),
        ProblemKind.DAILY_CAP: translate("Results", "many posts that day"),
        ProblemKind.SAME_TIME: translate("Results", "another post at the same time"),
        ProblemKind.TOO_CLOSE: translate("Results", "another post shortly before or after"),
        ProblemKind.DESTINATION_FIXED: translate("Results", "a destination that can’t be chosen"),
    }
    return f"{platform_word(platform)}: {words.get(kind, kind.replace('_', ' '))}"
