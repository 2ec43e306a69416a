"""The words and icons of what can be done with a post."""

from typing import Literal, assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.domain.post_actions import Action, PostAction
from postdesk.ui.text.words import platform_word

translate = QCoreApplication.translate

ShowingKind = Literal[
    Action.LOOK,
    Action.ASK_LATER,
    Action.DECIDE,
    Action.OPEN,
    Action.COPY_LINK,
    Action.RECONNECT,
    Action.CHECK_ACCOUNT,
    Action.CHECK_KEY,
    Action.SHOW_PLATFORMS,
    Action.SHOW_RETRY,
    Action.EDIT,
    Action.NEW_TIME,
    Action.COPY,
    Action.DETAILS,
]
"""The actions that show, open or copy something; the others change what is sent, or what is known of it."""


def act_word(offer: PostAction, *, several: bool = False) -> str:
    """The words of a button. `several`: it stands beside others of its kind, so it names its platform."""
    platform = platform_word(offer.platform)
    match offer.kind:
        case Action.CANCEL if offer.rest:
            return translate("Results", "Cancel the rest")
        case Action.PUBLISH_NOW if offer.rest:
            return translate("Results", "Publish the rest now")
        case Action.EDIT if offer.rest:
            return translate("Results", "Edit the rest")
        case Action.NEW_TIME if offer.rest:
            return translate("Results", "New time for the rest")
        case Action.BACK_TO_DRAFT if offer.rest:
            return translate("Results", "The rest back to a draft")
        case Action.OPEN if several:
            return translate("Results", "Open on {0}").format(platform)
        case Action.LOOK if several:
            return translate("Results", "Look at {0}").format(platform)
        case Action.COPY_LINK if several:
            return translate("Results", "Copy {0} link").format(platform)
        case Action.RECONNECT if several:
            return translate("Results", "Reconnect {0}").format(platform)
        case _:
            return _plain_word(offer.kind, platform)


def _plain_word(act: Action, platform: str) -> str:
    match act:
        case Action.RETRY:
            return (
                translate("Results", "Fix {0}").format(platform) if platform else translate("Results", "Retry failed platforms")
            )
        case Action.SAW_IT:
            return translate("Results", "It’s there")
        case Action.SEND_AGAIN:
            return translate("Results", "It isn’t: send again")
        case Action.DELETED:
            return translate("Results", "It’s deleted")
        case Action.RESUME_ALL:
            return translate("Results", "Resume sending")
        case Action.ANOTHER_POST:
            return translate("Results", "That’s a different post")
        case Action.RESUME:
            return translate("Results", "Try again now")
        case Action.LET_GO:
            return translate("Results", "Let it go out")
        case Action.PUBLISH_NOW:
            return translate("Results", "Publish now")
        case Action.LOCK_IN:
            return translate("Results", "Lock in now")
        case Action.UNDO:
            return translate("Results", "Undo")
        case Action.CHECK_NOW:
            return translate("Results", "Check now")
        case Action.BACK_TO_DRAFT:
            return translate("Results", "Back to draft")
        case Action.NOT_THERE:
            return translate("Results", "It isn’t: back to draft")
        case Action.APPROVE:
            return translate("Results", "Approved by the client")
        case Action.ASK_CLIENT:
            return translate("Results", "Waiting for the client")
        case Action.CANCEL:
            return translate("Results", "Cancel post")
        case _:
            return _showing_word(act)


def _showing_word(act: ShowingKind) -> str:
    match act:
        case Action.LOOK:
            return translate("Results", "Look at the profile")
        case Action.ASK_LATER:
            return translate("Results", "Ask me later")
        case Action.DECIDE:
            return translate("Results", "Decide now")
        case Action.OPEN:
            return translate("Results", "Open")
        case Action.COPY_LINK:
            return translate("Results", "Copy link")
        case Action.RECONNECT:
            return translate("Results", "Reconnect")
        case Action.CHECK_ACCOUNT:
            return translate("Results", "Check the account")
        case Action.CHECK_KEY:
            return translate("Results", "Check the API key")
        case Action.SHOW_RETRY:
            return translate("Results", "Show the new try")
        case Action.SHOW_PLATFORMS:
            return translate("Results", "Show each platform")
        case Action.EDIT:
            return translate("Results", "Edit")
        case Action.NEW_TIME:
            return translate("Results", "New time")
        case Action.COPY:
            return translate("Results", "Copy to a new draft")
        case Action.DETAILS:
            return translate("Results", "Details")
        case never:
            assert_never(never)


def act_icon(act: Action) -> str:
    """The Lucide name of an act's icon, empty where the words do."""
    return {Action.OPEN: "external-link", Action.LOOK: "external-link", Action.COPY_LINK: "link", Action.UNDO: "undo-2"}.get(
        act, ""
    )
