"""The words for what is wrong with an address, or with the file there."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.domain.links import UrlFlaw
from postdesk.domain.media import MediaFlaw

translate = QCoreApplication.translate


def no_web_address() -> str:
    """Of what was typed where such an address belongs."""
    return translate("Problems", "That is not a public web address that begins with https://")


def url_flaw_words(flaw: UrlFlaw) -> str:
    """Why the address can't be used, and what to do."""
    match flaw:
        case UrlFlaw.CHARACTERS:
            return translate("Problems", "the link holds spaces or characters that no link has. Copy the link again.")
        case UrlFlaw.NOT_HTTPS:
            return translate("Problems", "the link has to begin with “https://”.")
        case UrlFlaw.NO_HOST:
            return translate("Problems", "the link is incomplete. Copy it whole, from https:// on.")
        case UrlFlaw.USER_INFO:
            return translate("Problems", "the link holds a user name or a password. MyPostShare needs one that anybody can open.")
        case UrlFlaw.NOT_PUBLIC:
            return translate("Problems", "the link leads to a private computer. MyPostShare needs one that anybody can open.")


def flaw_words(flaw: MediaFlaw) -> str:
    """Why the file can't be had, and what to do."""
    match flaw:
        case MediaFlaw.UNREACHABLE:
            return translate("Problems", "the link’s computer can’t be reached from here. Check the link.")
        case MediaFlaw.NOT_TRUSTED:
            return translate(
                "Problems", "the link’s computer can’t prove who it is: its certificate is not valid. Use another place."
            )
        case MediaFlaw.NOT_PUBLIC:
            return url_flaw_words(UrlFlaw.NOT_PUBLIC)
        case MediaFlaw.NOT_THERE:
            return translate("Problems", "there is nothing at this link. Copy the link again.")
        case MediaFlaw.NOT_ALLOWED:
            return translate("Problems", "the link asks for a login. MyPostShare needs one that anybody can open.")
        case MediaFlaw.EXPIRED:
            return translate("Problems", "the link has expired. Make a new one.")
        case MediaFlaw.REFUSED:
            return translate("Problems", "the link’s computer gives no file. Try again, or use another place.")
        case MediaFlaw.SLOW:
            return translate("Problems", "the file comes too slowly from there. Try again, or use another place.")
        case MediaFlaw.ENDLESS:
            return translate("Problems", "what comes from the link never ends. Copy the address of the file itself.")
        case MediaFlaw.WEB_PAGE:
            return translate("Problems", "the link opens a web page and no file. Copy the address of the image or video itself.")
        case MediaFlaw.UNKNOWN_TYPE:
            return translate("Problems", "the link leads to a file of an unknown kind. Use a JPEG, PNG or MP4.")
        case MediaFlaw.DAMAGED:
            return translate("Problems", "the file is damaged. Make it anew.")
        case MediaFlaw.LEADS_ON:
            return translate("Problems", "the link leads from one address to the next. Copy the last one.")
        case MediaFlaw.LEADS_ASTRAY:
            return translate(
                "Problems", "the link leads on to an address that is incomplete or has no https://. Use another place."
            )
        case MediaFlaw.TOO_MANY_PIXELS:
            return translate("Problems", "the image has too many pixels to be looked at. Make it smaller.")
        case never:
            assert_never(never)
