"""What the service says of a request and of its platforms where the two disagree, in its own words."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from postdesk.domain.posts import Entry
from postdesk.ui.text.said import one_line
from postdesk.ui.text.words import platform_word

translate = QCoreApplication.translate


def contradiction_words(entry: Entry, platforms: Iterable[str]) -> str:
    """Return both words, and what comes of that."""
    told = {platform: [result.status for result in entry.results if result.platform == platform] for platform in platforms}
    each = [
        translate("Results", "{0} says {1}").format(platform_word(platform), _quoted(words))
        if words
        else translate("Results", "{0} says nothing").format(platform_word(platform))
        for platform, words in told.items()
    ]
    words = translate("Results", "MyPostShare says {0}, but {1}. Look at the profile. Postdesk keeps asking.")
    return words.format(_quoted([entry.remote_status]), ", ".join(each))


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{one_line(word)}”" for word in words)
