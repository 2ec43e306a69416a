"""The words and icons of what can be done with a post."""

from PySide6.QtCore import QCoreApplication

from postdesk.ui.results.offers import Act, Offer
from postdesk.ui.words import platform_word


def act_word(offer: Offer, *, several: bool = False) -> str:
    """The words of a button. `several`: it stands beside others of its kind, so it names its platform."""
    tr = QCoreApplication.translate
    platform = platform_word(offer.platform)
    match offer.act:
        case Act.RETRY:
            return tr("Results", "Fix {0}").format(platform) if platform else tr("Results", "Retry failed platforms")
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
            return _plain_word(offer.act)


def _plain_word(act: Act) -> str:
    tr = QCoreApplication.translate
    return {
        Act.LOOK: tr("Results", "Look at the profile"),
        Act.SAW_IT: tr("Results", "It’s there"),
        Act.SEND_AGAIN: tr("Results", "It isn’t: send again"),
        Act.ASK_LATER: tr("Results", "Ask me later"),
        Act.DECIDE: tr("Results", "Decide now"),
        Act.NOT_THIS_ONE: tr("Results", "That’s a different post"),
        Act.OPEN: tr("Results", "Open"),
        Act.COPY_LINK: tr("Results", "Copy link"),
        Act.RECONNECT: tr("Results", "Reconnect"),
        Act.CHECK_ACCOUNT: tr("Results", "Check the account"),
        Act.CHECK_KEY: tr("Results", "Check the API key"),
        Act.RESUME: tr("Results", "Try again now"),
        Act.LET_GO: tr("Results", "Let it go out"),
        Act.SHOW_PLATFORMS: tr("Results", "Show each platform"),
        Act.PUBLISH_NOW: tr("Results", "Publish now"),
        Act.EDIT: tr("Results", "Edit"),
        Act.NEW_TIME: tr("Results", "New time"),
        Act.LOCK_IN: tr("Results", "Lock in now"),
        Act.UNDO: tr("Results", "Undo"),
        Act.CHECK_NOW: tr("Results", "Check now"),
        Act.COPY: tr("Results", "Copy to a new draft"),
        Act.BACK_TO_DRAFT: tr("Results", "Back to draft"),
        Act.NOT_THERE: tr("Results", "It isn’t: back to draft"),
        Act.CANCEL: tr("Results", "Cancel post"),
        Act.DETAILS: tr("Results", "Details"),
    }.get(act, "")


def act_icon(act: Act) -> str:
    """The Lucide name of an act's icon, empty where the words do."""
    return {Act.OPEN: "external-link", Act.LOOK: "external-link", Act.COPY_LINK: "link", Act.UNDO: "undo-2"}.get(act, "")
