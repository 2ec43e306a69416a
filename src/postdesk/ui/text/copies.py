"""The words for copies of everything: what one holds, and why one can't be made or brought in."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.storage import Contents, CopyFlaw, StorageTrouble
from postdesk.ui.text.notices import storage_words
from postdesk.ui.text.words import when_text

translate = QCoreApplication.translate

ENDING: Final = ".postdesk"
FILTER: Final = f"Postdesk (*{ENDING})"


def not_saved_words(trouble: StorageTrouble) -> str:
    """Why no copy was made."""
    why = {
        StorageTrouble.FULL: translate("Copies", "There is not enough room for it: choose another place, or make room."),
        StorageTrouble.UNWRITABLE: translate("Copies", "That place can’t be written to: choose another one."),
    }.get(trouble) or storage_words(trouble)
    return translate("Copies", "Nothing was saved. {0}").format(why)


def not_brought_words(why: StorageTrouble | CopyFlaw) -> str:
    """Why a file was not brought in, and that nothing has changed."""
    if isinstance(why, CopyFlaw):
        said = {
            CopyFlaw.MISSING: translate("Copies", "The file can’t be read: check that it is there, and who may read it."),
            CopyFlaw.NOT_OURS: translate("Copies", "This file is no copy made by Postdesk."),
            CopyFlaw.NEWER: translate("Copies", "A newer version of Postdesk made this copy: install that version here first."),
            CopyFlaw.DAMAGED: translate("Copies", "This copy is damaged: save a new one on the other computer."),
        }[why]
    else:
        said = storage_words(why)
    return translate("Copies", "Nothing was changed here. {0}").format(said)


def contents_words(name: str, contents: Contents, here: ZoneInfo, now: datetime) -> str:
    """What the file of that name holds."""
    made = translate("Copies", "{0} was made {1}.").format(name, when_text(contents.made_at, here, now))
    held = translate("Copies", "Posts in it: {0}. Drafts: {1}. Posts that have not gone out yet: {2}.")
    return f"{made} {held.format(contents.posts, contents.drafts, contents.waiting)}"
