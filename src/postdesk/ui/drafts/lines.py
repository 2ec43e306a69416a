"""What a line of the list says of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import Client, zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.searching import Excerpt, excerpt
from postdesk.ui.text.names import names
from postdesk.ui.text.words import recent_text, when_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Line:
    """`name` is a template's, `about` whose it is, where it goes and when, `changed` when it was written last."""

    name: str
    words: Excerpt
    client: Client | None
    about: str
    labels: tuple[str, ...]
    changed: str


def line_of(draft: Draft, client: Client | None, here: ZoneInfo, now: datetime, searched: tuple[str, ...]) -> Line:
    """The line of a draft; `searched` are the words to mark. Its time is by the client's clock, its change by the one here."""
    theirs = zone_of(client, here)
    own = (word for variant in draft.variants for word in (variant.text, variant.title) if word)
    parts = (
        client.name if client else "",
        names(draft.platforms),
        when_text(draft.due_at, theirs, now) if draft.due_at else "",
    )
    return Line(
        name=draft.template,
        words=excerpt((draft.text, draft.title, *own), searched),
        client=client,
        about=" · ".join(part for part in parts if part),
        labels=draft.labels,
        changed=recent_text(draft.updated_at, here, now) if draft.updated_at else "",
    )


def gone_words(gone: Sequence[Draft]) -> str:
    """What was deleted."""
    templates = all(draft.template for draft in gone)
    if len(gone) == 1:
        return translate("Drafts", "Template deleted.") if templates else translate("Drafts", "Draft deleted.")
    words = translate("Drafts", "{0} templates deleted.") if templates else translate("Drafts", "{0} drafts deleted.")
    return words.format(len(gone))


def spoken(line: Line) -> str:
    """All of a line, for a screen reader."""
    said = [line.name, line.words.text or translate("Drafts", "No text yet"), line.about]
    if line.labels:
        said.append(translate("Drafts", "labels {0}").format(", ".join(line.labels)))
    said.append(translate("Drafts", "changed {0}").format(line.changed))
    return "; ".join(part for part in said if part)
