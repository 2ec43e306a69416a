"""The dialog of MyPostShare's limits (from the gaps of the API text), and of how Postdesk handles each."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate

LIMITS: Final = (
    (
        "lock",
        QT_TRANSLATE_NOOP("CannotDo", "Edit, cancel or delete a locked or published post"),
        QT_TRANSLATE_NOOP(
            "CannotDo",
            "MyPostShare can’t take back a post that is locked or sent. So Postdesk keeps scheduled posts on this computer "
            "until the day before, where you can still edit them. You can copy a locked post to a new draft, but the first "
            "one still goes out.",
        ),
    ),
    (
        "monitor",
        QT_TRANSLATE_NOOP("CannotDo", "Schedule a post with a title or media"),
        QT_TRANSLATE_NOOP(
            "CannotDo",
            "MyPostShare schedules only text for LinkedIn, X, Facebook and Threads. All other posts are marked “Needs this "
            "computer”: keep Postdesk running until they are sent.",
        ),
    ),
    (
        "image",
        QT_TRANSLATE_NOOP("CannotDo", "Accept an uploaded file"),
        QT_TRANSLATE_NOOP(
            "CannotDo",
            "Images and videos need a public https address. Postdesk can upload your files to your own storage first "
            "(Settings → Uploads). Alt texts aren’t supported.",
        ),
    ),
    (
        "arrow-right",
        QT_TRANSLATE_NOOP("CannotDo", "Select a page, board or subreddit for each post"),
        QT_TRANSLATE_NOOP(
            "CannotDo",
            "You select the Facebook Page, subreddit, Pinterest board and YouTube privacy when you connect the account. Two "
            "accounts on one platform need two clients.",
        ),
    ),
    (
        "file-text",
        QT_TRANSLATE_NOOP("CannotDo", "Return the text of a post"),
        QT_TRANSLATE_NOOP(
            "CannotDo",
            "Your texts exist on this computer only, and posts made elsewhere appear without text. Postdesk makes a backup "
            "each day. In the settings you can save a copy of everything to another disk.",
        ),
    ),
    (
        "circle-question-mark",
        QT_TRANSLATE_NOOP("CannotDo", "Confirm a post after a dropped connection"),
        QT_TRANSLATE_NOOP(
            "CannotDo",
            "If an answer is lost, Postdesk looks for the post. If it can’t find out, it asks you “Did this go out?”. It "
            "never sends the post again unless you say so.",
        ),
    ),
    (
        "clock",
        QT_TRANSLATE_NOOP("CannotDo", "Notify Postdesk of changes"),
        QT_TRANSLATE_NOOP("CannotDo", "Postdesk has to ask for changes, and does so regularly. Press F5 to refresh now."),
    ),
    (
        "users",
        QT_TRANSLATE_NOOP("CannotDo", "List your clients"),
        QT_TRANSLATE_NOOP(
            "CannotDo", "Postdesk keeps this list. You can rebuild it from the posts, or add clients by their IDs."
        ),
    ),
)
"""The limits of the service, each with what Postdesk does about it: icon, headline, text."""


class ServiceLimitsDialog(Dialog):
    """The dialog with the list of limits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("MyPostShare’s limits"), "cannot_do", parent)
        self.body.setSpacing(20)
        self.body.addWidget(PlainLabel(self.tr("MyPostShare’s limits"), role="heading"))
        self.add_remark(self.tr("What the service doesn’t offer, and what Postdesk does about it."))
        for icon, headline, text in LIMITS:
            self.body.addLayout(_limit(theme, icon, translate("CannotDo", headline), translate("CannotDo", text)))
        self.body.addStretch(1)
        close = Button(theme, self.tr("Close"), "cannot_do.close", role="primary", on_click=self.close)
        self.foot.addWidget(close)
        close.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 96, 640)


def _limit(theme: Theme, icon: str, headline: str, text: str) -> QHBoxLayout:
    title = PlainLabel(headline, role="title", wrap=True)
    picture = IconLabel(theme, icon, "accent", 24)
    row = row_of(picture, column_of(title, remark(text), spacing=4), spacing=16)
    row.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
    return row
