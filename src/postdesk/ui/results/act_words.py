"""The words and icons of what can be done with a post."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.ui.results.acts import Act, Offer, ShowingAct
from postdesk.ui.text.words import platform_word

translate = QCoreApplication.translate


def act_word(offer: Offer, *, several: bool = False) -> str:
    """The words of a button. `several`: it stands beside others of its kind, so it names its platform."""
    platform = platform_word(offer.platform)
    match offer.act:
        case Act.CANCEL if offer.rest:
            return translate("Results", "Cancel the rest")
        case Act.PUBLISH_NOW if offer.rest:
            return translate("Results", "Publish the rest now")
        case Act.EDIT if offer.rest:
            return translate("Results", "Edit the rest")
        case Act.NEW_TIME if offer.rest:
            return translate("Results", "New time for the rest")
        case Act.BACK_TO_DRAFT if offer.rest:
            return translate("Results", "The rest back to a draft")
        case Act.OPEN if several:
            return translate("Results", "Open on {0}").format(platform)
        case Act.LOOK if several:
            return translate("Results", "Look at {0}").format(platform)
        case Act.COPY_LINK if several:
            return translate("Results", "Copy {0} link").format(platform)
        case Act.RECONNECT if several:
            return translate("Results", "Reconnect {0}").format(platform)
        case _:
            return _plain_word(offer.act, platform)


def _plain_word(act: Act, platform: str) -> str:
    match act:
        case Act.RETRY:
            return (
                translate("Results", "Fix {0}").format(platform) if platform else translate("Results", "Retry failed platforms")
            )
        case Act.SAW_IT:
            return translate("Results", "It’s there")
        case Act.SEND_AGAIN:
            return translate("Results", "It isn’t: send again")
        case Act.DELETED:
            return translate("Results", "It’s deleted")
        case Act.RESUME_ALL:
            return translate("Results", "Resume sending")
        case Act.ANOTHER_POST:
            return translate("Results", "That’s a different post")
        case Act.RESUME:
            return translate("Results", "Try again now")
        case Act.LET_GO:
            return translate("Results", "Let it go out")
        case Act.PUBLISH_NOW:
            return translate("Results", "Publish now")
        case Act.LOCK_IN:
            return translate("Results", "Lock in now")
        case Act.UNDO:
            return translate("Results", "Undo")
        case Act.CHECK_NOW:
            return translate("Results", "Check now")
        case Act.BACK_TO_DRAFT:
            return translate("Results", "Back to draft")
        case Act.NOT_THERE:
            return translate("Results", "It isn’t: back to draft")
        case Act.APPROVE:
            return translate("Results", "Approved by the client")
        case Act.ASK_CLIENT:
            return translate("Results", "Waiting for the client")
        case Act.CANCEL:
            return translate("Results", "Cancel post")
        case _:
            return _showing_word(act)


def _showing_word(act: ShowingAct) -> str:
    match act:
        case Act.LOOK:
            return translate("Results", "Look at the profile")
        case Act.ASK_LATER:
            return translate("Results", "Ask me later")
        case Act.DECIDE:
            return translate("Results", "Decide now")
        case Act.OPEN:
            return translate("Results", "Open")
        case Act.COPY_LINK:
            return translate("Results", "Copy link")
        case Act.RECONNECT:
            return translate("Results", "Reconnect")
        case Act.CHECK_ACCOUNT:
            return translate("Results", "Check the account")
        case Act.CHECK_KEY:
            return translate("Results", "Check the API key")
        case Act.SHOW_RETRY:
            return translate("Results", "Show the new try")
        case Act.SHOW_PLATFORMS:
            return translate("Results", "Show each platform")
        case Act.EDIT:
            return translate("Results", "Edit")
        case Act.NEW_TIME:
            return translate("Results", "New time")
        case Act.COPY:
            return translate("Results", "Copy to a new draft")
        case Act.DETAILS:
            return translate("Results", "Details")
        case never:
            assert_never(never)


def act_icon(act: Act) -> str:
    """The Lucide name of an act's icon, empty where the words do."""
    return {Act.OPEN: "external-link", Act.LOOK: "external-link", Act.COPY_LINK: "link", Act.UNDO: "undo-2"}.get(act, "")
