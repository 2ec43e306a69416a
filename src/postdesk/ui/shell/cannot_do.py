"""The page "What MyPostShare can't do", in plain words (from the gaps of the API text)."""

from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme

translate = QCoreApplication.translate

Limit: TypeAlias = tuple[str, str, str]
"""Icon, headline, text."""


def limits() -> tuple[Limit, ...]:
    """Return the limits of the service, each with what Postdesk does about it."""
    return *_of_posts(), *_of_content(), *_of_knowing()


def _of_posts() -> tuple[Limit, ...]:
    return (
        (
            "lock",
            translate("CannotDo", "Edit, cancel or delete a locked or published post"),
            translate(
                "CannotDo",
                "MyPostShare can’t take back a post that is locked or sent. So Postdesk keeps scheduled posts on this computer "
                "until the day before, where you can still edit them. You can copy a locked post to a new draft, but the first "
                "one still goes out.",
            ),
        ),
        (
            "monitor",
            translate("CannotDo", "Schedule a post with a title or media"),
            translate(
                "CannotDo",
                "MyPostShare schedules only text for LinkedIn, X, Facebook and Threads. All other posts are marked “Needs this "
                "computer”: keep Postdesk running until they are sent.",
            ),
        ),
    )


def _of_content() -> tuple[Limit, ...]:
    return (
        (
            "image",
            translate("CannotDo", "Accept an uploaded file"),
            translate(
                "CannotDo",
                "Images and videos need a public https address. Postdesk can upload your files to your own storage first "
                "(Settings → Uploads). Alt texts aren’t supported.",
            ),
        ),
        (
            "arrow-right",
            translate("CannotDo", "Select a page, board or subreddit for each post"),
            translate(
                "CannotDo",
                "You select the Facebook Page, subreddit, Pinterest board and YouTube privacy when you connect the account. Two "
                "accounts on one platform need two clients.",
            ),
        ),
    )


def _of_knowing() -> tuple[Limit, ...]:
    return (
        (
            "file-text",
            translate("CannotDo", "Return the text of a post"),
            translate(
                "CannotDo",
                "Your texts exist on this computer only, and posts made elsewhere appear without text. Postdesk makes a backup "
                "each day. In the settings you can save a copy of everything to another disk.",
            ),
        ),
        (
            "circle-question-mark",
            translate("CannotDo", "Confirm a post after a dropped connection"),
            translate(
                "CannotDo",
                "If an answer is lost, Postdesk looks for the post. If it can’t find out, it asks you “Did this go out?”. It "
                "never sends the post again unless you say so.",
            ),
        ),
        (
            "clock",
            translate("CannotDo", "Notify Postdesk of changes"),
            translate("CannotDo", "Postdesk has to ask for changes, and does so regularly. Press F5 to refresh now."),
        ),
        (
            "users",
            translate("CannotDo", "List your clients"),
            translate("CannotDo", "Postdesk keeps this list. You can rebuild it from the posts, or add clients by their IDs."),
        ),
    )


class CannotDo(Dialog):
    """The list, to be read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("MyPostShare’s limits"), "cannot_do", parent)
        self.body.setSpacing(20)
        self.body.addWidget(PlainLabel(self.tr("MyPostShare’s limits"), role="heading"))
        intro = self.tr("What the service doesn’t offer, and what Postdesk does about it.")
        self.body.addWidget(_wrapped(intro))
        for icon, headline, text in limits():
            self.body.addLayout(_limit(theme, icon, headline, text))
        self.body.addStretch(1)
        close = Button(theme, self.tr("Close"), "cannot_do.close", role="primary")
        close.clicked.connect(self.close)
        self.foot.addWidget(close)
        close.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 96, 640)


def _limit(theme: Theme, icon: str, headline: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(IconLabel(theme, icon, "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(4)
    title = PlainLabel(headline, role="title")
    title.setWordWrap(True)
    words.addWidget(title)
    words.addWidget(_wrapped(text))
    row.addLayout(words, 1)
    return row


def _wrapped(text: str) -> PlainLabel:
    label = PlainLabel(text, role="secondary")
    label.setWordWrap(True)
    return label
