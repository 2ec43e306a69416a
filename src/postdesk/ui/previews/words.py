"""The texts on platforms' cards, and the notes of previews."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from postdesk.domain.platforms import Platform
from postdesk.ui.previews.card_looks import CutOffBasis, Fold
from postdesk.ui.text import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate

_UNKNOWN: Final = {
    Platform.LINKEDIN: QT_TRANSLATE_NOOP(
        "Previews", "LinkedIn adds the headline. Phones show less text. The title appears only on a link’s card."
    ),
    Platform.TWITTER: QT_TRANSLATE_NOOP(
        "Previews", "X shortens links and adds the display name. The linked page decides how its card looks."
    ),
    Platform.FACEBOOK: QT_TRANSLATE_NOOP(
        "Previews", "Phones show less text. Short texts can be larger. A link’s card shows its page’s title."
    ),
    Platform.INSTAGRAM: QT_TRANSLATE_NOOP(
        "Previews", "Links in captions can’t be clicked. The grid shows only the cropped picture."
    ),
    Platform.YOUTUBE: QT_TRANSLATE_NOOP(
        "Previews", "Visibility was set when connecting. Short portrait or square videos appear as Shorts."
    ),
    Platform.THREADS: QT_TRANSLATE_NOOP("Previews", "Only the first hashtag becomes a topic. Phones may cut long texts."),
    Platform.PINTEREST: QT_TRANSLATE_NOOP("Previews", "The grid shows only the picture and the title."),
    Platform.REDDIT: QT_TRANSLATE_NOOP("Previews", "The subreddit was set when connecting. It may change how posts look."),
}

_ACTIONS: Final = {
    "thumbs-up": QT_TRANSLATE_NOOP("Previews", "Like"),
    "message-square": QT_TRANSLATE_NOOP("Previews", "Comment"),
    "message-circle": QT_TRANSLATE_NOOP("Previews", "Comment"),
    "repeat-2": QT_TRANSLATE_NOOP("Previews", "Repost"),
    "send": QT_TRANSLATE_NOOP("Previews", "Send"),
    "forward": QT_TRANSLATE_NOOP("Previews", "Share"),
    "subscribe": QT_TRANSLATE_NOOP("Previews", "Subscribe"),
    "save": QT_TRANSLATE_NOOP("Previews", "Save"),
}


def byline(platform: Platform, author: str) -> tuple[str, str, str]:
    """Return the author's name as the platform writes it, and the words beside and below it."""
    now = translate("Previews", "now")
    handle = author.lstrip("@")
    bare = handle or translate("Previews", "Account")
    match platform:
        case Platform.TWITTER:
            return f"@{handle}" if handle and " " not in handle else bare, f"· {now}", ""
        case Platform.THREADS:
            return bare, now, ""
        case Platform.INSTAGRAM:
            return bare, f"• {now}", ""
        case Platform.YOUTUBE:
            return bare, "", ""
        case Platform.PINTEREST:
            return bare, "", translate("Previews", "on the board selected when connecting")
        case Platform.REDDIT:
            return translate("Previews", "r/subreddit"), f"· {now}", f"u/{bare.removeprefix('u/')}"
        case Platform.LINKEDIN | Platform.FACEBOOK:
            return bare, "", translate("Previews", "Now · Public")


def views_line() -> str:
    """Return the line above a description on YouTube."""
    return translate("Previews", "No views · now")


def action_word(icon: str) -> str:
    """Return the word beside an action's icon."""
    return translate("Previews", _ACTIONS[icon])


def link_hint() -> str:
    """Return the text in place of a page's unknown title."""
    return translate("Previews", "The page’s title and picture")


def from_site(site: str) -> str:
    """Return the line below the card of a link."""
    return translate("Previews", "From {0}").format(site)


def media_hint(platform: Platform) -> str:
    """Return the text in place of a missing file."""
    return (
        translate("Previews", "No video yet") if platform is Platform.YOUTUBE else translate("Previews", "No image or video yet")
    )


def untitled(platform: Platform) -> str:
    """Return the text in place of a missing title; empty if the platform needs none."""
    needed = platform in {Platform.YOUTUBE, Platform.REDDIT}
    return translate("Previews", "No title yet") if needed else ""


def preview_word(platform: Platform) -> str:
    """Return the name of a card."""
    return translate("Previews", "{0} preview").format(platform.short)


def preview_limits_words(platform: Platform) -> str:
    """Return the note about the limits of a platform's preview."""
    return translate("Previews", _UNKNOWN[platform])


def cut_words(fold: Fold) -> str:
    """Return the evidence for a platform's cut-off."""
    known = (
        translate("Previews", "The cut-off is documented")
        if fold.basis is CutOffBasis.DOCUMENTED
        else translate("Previews", "The cut-off isn’t documented")
    )
    day = QLocale().toString(QDate(fold.as_of.year, fold.as_of.month, fold.as_of.day), QLocale.FormatType.ShortFormat)
    return f"{known} ({day}): {fold.source}."


def over_words(platform: Platform) -> str:
    """Return the warning that a text is too long."""
    return translate("Previews", "Too long. {0} would refuse this post.").format(platform.short)
