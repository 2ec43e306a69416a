"""The reason that a post needs this computer, in a sentence."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.send_plan import LocalReason
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import names

translate = QCoreApplication.translate

_REASONS: Final = {
    LocalReason.MEDIA: QT_TRANSLATE_NOOP("Composer", "MyPostShare can’t schedule media."),
    LocalReason.TITLE: QT_TRANSLATE_NOOP("Composer", "MyPostShare can’t schedule posts with a title."),
    LocalReason.PLATFORM: QT_TRANSLATE_NOOP("Composer", "MyPostShare can’t schedule for {0}."),
}


def local_reason_words(reason: LocalReason, platforms: Iterable[str]) -> str:
    """Return the reason that the service can't schedule for these platforms."""
    return translate("Composer", _REASONS[reason]).format(names(platforms))
