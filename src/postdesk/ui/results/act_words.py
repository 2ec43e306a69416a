"""The words and icons of what can be done with a post."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.ui.results.acts import Act, Offer, ShowingAct
from postdesk.ui.words import platform_word


def act_word(offer: Offer, *, several: bool = False) -> str:
    """The words of a button. `several`: it stands beside others of its kind, so it names its platform."""
    tr = QCoreApplication.translate
    platform = platform_word(offer.platform)
    match offer.act:
        case Act.CANCEL if offer.rest:
            return tr("Results", "Cancel the rest")
        case Act.PUBLISH_NOW if offer.rest:
            return tr("Results", "Publish the rest now")
        case Act.EDIT if offer.rest:
            return tr("Results", "Edit the rest")
        case Act.NEW_TIME if offer.rest:
            return tr("Results", "New time for the rest")
        case Act.BACK_TO_DRAFT if offer.rest:
            return tr("Results", "The rest back to a draft")
        case Act.OPEN if several:
            return tr("Results", "Open on {0}").format(platform)
        case Act.LOOK if several:
            return tr("Results", "Look at {0}").format(platform)
        case Act.COPY_LINK if several:
            return tr("Results", "Copy {0} link").format(platform)
        case Act.RECONNECT if several:
            return tr("Results", "Reconnect {0}").format(platform)
        case _:
            return _plain_word(offer.act, platform)


def _plain_word(act: Act, platform: str) -> str:
    tr = QCoreApplication.translate
    match act:
        case Act.RETRY:
            return tr("Results", "Fix {0}").format(platform) if platform else tr("Results", "Retry failed platforms")
        case Act.SAW_IT:
            return tr("Results", "It’s there")
        case Act.SEND_AGAIN:
            return tr("Results", "It isn’t: send again")
        case Act.DELETED:
            return tr("Results", "It’s deleted")
        case Act.RESUME_ALL:
            return tr("Results", "Resume sending")
        case Act.ANOTHER_POST:
            return tr("Results", "That’s a different post")
        case Act.RESUME:
            return tr("Results", "Try again now")
        case Act.LET_GO:
            return tr("Results", "Let it go out")
        case Act.PUBLISH_NOW:
            return tr("Results", "Publish now")
        case Act.LOCK_IN:
            return tr("Results", "Lock in now")
        case Act.UNDO:
            return tr("Results", "Undo")
        case Act.CHECK_NOW:
            return tr("Results", "Check now")
        case Act.BACK_TO_DRAFT:
            return tr("Results", "Back to draft")
        case Act.NOT_THERE:
            return tr("Results", "It isn’t: back to draft")
        case Act.APPROVE:
            return tr("Results", "Approved by the client")
        case Act.ASK_CLIENT:
            return tr("Results", "Waiting for the client")
        case Act.CANCEL:
            return tr("Results", "Cancel post")
        case _:
            return _showing_word(act)


def _showing_word(act: ShowingAct) -> str:
    tr = QCoreApplication.translate
    match act:
        case Act.LOOK:
            return tr("Results", "Look at the profile")
        case Act.ASK_LATER:
            return tr("Results", "Ask me later")
        case Act.DECIDE:
            return tr("Results", "Decide now")
        case Act.OPEN:
            return tr("Results", "Open")
        case Act.COPY_LINK:
            return tr("Results", "Copy link")
        case Act.RECONNECT:
            return tr("Results", "Reconnect")
        case Act.CHECK_ACCOUNT:
            return tr("Results", "Check the account")
        case Act.CHECK_KEY:
            return tr("Results", "Check the API key")
        case Act.SHOW_RETRY:
            return tr("Results", "Show the new try")
        case Act.SHOW_PLATFORMS:
            return tr("Results", "Show each platform")
        case Act.EDIT:
            return tr("Results", "Edit")
        case Act.NEW_TIME:
            return tr("Results", "New time")
        case Act.COPY:
            return tr("Results", "Copy to a new draft")
        case Act.DETAILS:
            return tr("Results", "Details")
        case never:
            assert_never(never)


def act_icon(act: Act) -> str:
    """The Lucide name of an act's icon, empty where the words do."""
    return {Act.OPEN: "external-link", Act.LOOK: "external-link", Act.COPY_LINK: "link", Act.UNDO: "undo-2"}.get(act, "")
