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
    """What the service can't do, and what Postdesk does about it."""
    return *_of_posts(), *_of_content(), *_of_knowing()


def _of_posts() -> tuple[Limit, ...]:
    return (
        (
            "lock",
            translate("CannotDo", "Change, cancel or delete a post that it has"),
            translate(
                "CannotDo",
                "Once a post is locked in or sent, nobody can call it back through MyPostShare. That’s why Postdesk keeps "
                "scheduled posts on this computer until the day before, where you can still change them. Instead of editing a "
                "locked post, copy it to a new draft; the first one still goes out.",
            ),
        ),
        (
            "monitor",
            translate("CannotDo", "Schedule a post with a title, an image or a video"),
            translate(
                "CannotDo",
                "Only text for LinkedIn, X, Facebook and Threads can be scheduled there. Everything else is marked “Sent from "
                "this computer”: Postdesk sends it when it is due, so it has to be running then.",
            ),
        ),
    )


def _of_content() -> tuple[Limit, ...]:
    return (
        (
            "image",
            translate("CannotDo", "Take an uploaded file"),
            translate(
                "CannotDo",
                "An image or video needs a public https address: Postdesk uploads a file of yours to your own storage first "
                "(settings, Uploads). Alt texts can’t be given.",
            ),
        ),
        (
            "arrow-right",
            translate("CannotDo", "Choose where a post lands"),
            translate(
                "CannotDo",
                "The Facebook Page, the subreddit, the Pinterest board and YouTube’s privacy are chosen when the account is "
                "connected, not for each post. Two accounts of one platform need two clients.",
            ),
        ),
    )


def _of_knowing() -> tuple[Limit, ...]:
    return (
        (
            "file-text",
            translate("CannotDo", "Give a text back"),
            translate(
                "CannotDo",
                "It doesn’t hand out the texts of posts. Your words live on this computer only, and posts made elsewhere show "
                "without their text. Postdesk backs them up each day; the settings save a copy of everything for another disk.",
            ),
        ),
        (
            "circle-question-mark",
            translate("CannotDo", "Say for certain whether a post arrived when the line drops"),
            translate(
                "CannotDo",
                "If the answer is lost, Postdesk looks for the post and says how sure it is. Where it can’t tell, it asks you "
                "“Did this go out?” and never sends it a second time unless you say so.",
            ),
        ),
        (
            "clock",
            translate("CannotDo", "Tell when something happened"),
            translate("CannotDo", "It sends no messages of its own, so Postdesk asks for news now and then. F5 asks at once."),
        ),
        (
            "users",
            translate("CannotDo", "List your clients"),
            translate(
                "CannotDo", "Postdesk keeps the list. It can be rebuilt from the posts there, or client by client by their ids."
            ),
        ),
    )


class CannotDo(Dialog):
    """The list, to be read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What MyPostShare can’t do"), "cannot_do", parent)
        self.body.setSpacing(20)
        self.body.addWidget(PlainLabel(self.tr("What MyPostShare can’t do"), role="heading"))
        intro = self.tr("Postdesk works with what the service offers. These are its limits, and what Postdesk does about them.")
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
