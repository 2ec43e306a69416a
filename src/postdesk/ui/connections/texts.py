"""The longer texts about accounts: what is sent to a client, and what disconnecting may break."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.posts import Post
from postdesk.engine.connector import LinkReady
from postdesk.ui.text.words import platform_word

translate = QCoreApplication.translate

_MOST_NAMED: Final = 5
_CHARACTERS: Final = 60


def link_text(ready: LinkReady, client_name: str) -> str:
    """What is sent to a client: the link, and what their browser may end on."""
    asked = translate("Connections", "Please open this link soon to connect {0} for {1}. If it has expired, ask for a new one:")
    parts = [asked.format(platform_word(ready.platform), client_name), ready.url]
    if not ready.return_page:
        parts.append(
            translate("Connections", "At the end your browser may show a page that can’t be reached. That is fine: you are done.")
        )
    return "\n\n".join(parts)


def disconnect_warning(at_risk: tuple[Post, ...]) -> str:
    """What disconnecting may break (API gap G3), the locked posts by their first words; it never takes one back."""
    if not at_risk:
        return translate("Connections", "Posts waiting here are held until you reconnect.")
    named = [f"• {_head(post)}" for post in at_risk[:_MOST_NAMED]]
    if len(at_risk) > _MOST_NAMED:
        named.append(translate("Connections", "• and {0} more").format(len(at_risk) - _MOST_NAMED))
    words = translate("Connections", "These locked posts may fail, or still be published:")
    return "\n".join([words, *named])


def _head(post: Post) -> str:
    words = " ".join((post.text or post.title).split())
    return words if len(words) <= _CHARACTERS else f"{words[:_CHARACTERS]}…"
