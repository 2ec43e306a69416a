"""The dialog that reports once that the database was repaired, or that everything came from another computer."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from postdesk.domain.storage import DatabaseReplacement
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

_LETTERS: Final = 84


class DatabaseReplacedDialog(Dialog):
    """Shows the date of the data, the possible losses, and the next steps; `accepted` once that was read."""

    def __init__(
        self, theme: Theme, what: DatabaseReplacement, local_zone: ZoneInfo, now: datetime, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Import finished") if what.brought else self.tr("Repaired")
        super().__init__(title, "replaced", parent, _LETTERS)
        headline = (
            self.tr("Everything from the other computer is here")
            if what.brought
            else self.tr("Postdesk’s damaged database was repaired")
        )
        self.body.addWidget(PlainLabel(headline, role="heading"))
        made = when_text(what.made_at, local_zone, now) if what.made_at else ""
        for text in _brought(made) if what.brought else _repaired(what, made):
            self.add_remark(text)
        self.add_remark(_aside(what))
        self.body.addStretch(1)
        close = Button(theme, self.tr("OK"), "replaced.close", role="primary", on_click=self.accept)
        self.foot.addWidget(close)
        close.setFocus()


def _brought(made: str) -> Iterator[str]:
    yield translate("Replaced", "The copy was made {0}. Later changes on the other computer aren’t in it.").format(made)
    yield translate(
        "Replaced",
        "Nothing is sent from here by itself. Postdesk first asks MyPostShare which posts the other computer sent. The "
        "rest waits in the results for your answer.",
    )
    yield translate("Replaced", "API keys aren’t in a copy. Paste yours in Settings → MyPostShare account.")
    yield translate("Replaced", "Its addresses, proxy and upload targets are off until you confirm them.")


def _repaired(what: DatabaseReplacement, made: str) -> Iterator[str]:
    if made:
        yield translate("Replaced", "The backup from {0} replaced it.").format(made)
    else:
        yield translate("Replaced", "There was no usable backup. Everything that could still be read is in a new database.")
    yield translate("Replaced", "Also recovered from the damaged one: posts: {0}, drafts: {1}.").format(what.posts, what.drafts)
    if what.whole:
        yield translate("Replaced", "Everything in it could be read. Nothing should be missing.")
    elif made:
        yield translate(
            "Replaced",
            "Some of it couldn’t be read. Changes after {0} may be missing, and posts shown as scheduled may have been sent "
            "since.",
        ).format(made)
    else:
        yield translate("Replaced", "Some of it couldn’t be read and is missing.")
    yield translate(
        "Replaced",
        "Nothing is sent by itself now. Postdesk first asks MyPostShare which posts were sent since. The rest waits in "
        "the results for your answer. Locked posts still go out.",
    )


def _aside(what: DatabaseReplacement) -> str:
    words = translate("Replaced", "The damaged files are kept in the profile’s folder: {0}.")
    if what.brought:
        words = translate("Replaced", "The previous data is kept in the profile’s folder: {0}. A backup of it is in “backups”.")
    return words.format(what.aside)
