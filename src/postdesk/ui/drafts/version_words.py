"""A version of a draft in words: all that is written in it, and how much of that is new."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.versions import Version
from postdesk.ui.text.words import platform_word

translate = QCoreApplication.translate


def written(version: Version | Draft) -> str:
    """What is shared, and below it what each platform has of its own; plain text."""
    return "\n\n".join(("\n".join(_lines(version)), *(_own(variant) for variant in version.variants))).strip()


def _own(variant: Variant) -> str:
    return "\n".join((translate("Versions", "Only on {0}:").format(platform_word(variant.platform)), *_lines(variant)))


def _lines(part: Version | Draft | Variant) -> Iterator[str]:
    if part.title:
        yield translate("Versions", "Title: {0}").format(part.title)
    if part.text is not None:
        yield part.text
    if part.media_url:
        yield translate("Versions", "Media: {0}").format(part.media_url)
    if part.thumbnail_url:
        yield translate("Versions", "Cover image: {0}").format(part.thumbnail_url)


def change_words(added: int, removed: int) -> str:
    """How many words came and went."""
    if not added and not removed:
        return translate("Versions", "no other words")
    if added and removed:
        words = (
            translate("Versions", "1 word added, {1} removed")
            if added == 1
            else translate("Versions", "{0} words added, {1} removed")
        )
    elif added:
        words = translate("Versions", "1 word added") if added == 1 else translate("Versions", "{0} words added")
    else:
        words = translate("Versions", "1 word removed") if removed == 1 else translate("Versions", "{1} words removed")
    return words.format(added, removed)
