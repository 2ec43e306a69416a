"""A card in words, for screen readers."""

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.ui.previews.folded import Folded
from postdesk.ui.previews.pictured import Pictured, file_name, is_video
from postdesk.ui.previews.words import byline, preview_word

translate = QCoreApplication.translate


def spoken(post: Pictured, folded: Folded, *, titled: bool, unfolded: bool) -> str:
    """What the card shows: "LinkedIn preview. Alex Morgan. Black Friday. Cut off after 210 characters."."""
    title = " ".join(post.content.title.split()) if titled else ""
    said = [preview_word(post.platform), byline(post.platform, post.author)[0], title, folded.shown]
    if post.over_from is not None:
        said.append(translate("Previews", "Too long: the rest would be refused"))
    elif folded.ending and not unfolded:
        said.append(translate("Previews", "Cut off after {0} characters").format(QLocale().toString(len(folded.shown))))
    if url := post.content.media_url:
        said.append(
            (translate("Previews", "Video {0}") if is_video(url) else translate("Previews", "Image {0}")).format(file_name(url))
        )
    return ". ".join(word.strip().rstrip(".") for word in said if word.strip()) + "."
