"""The tags of the draft's links, and the links with them."""

from dataclasses import replace

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.outgoing import has_taggable_links, tag_query
from postdesk.domain.platforms import Platform
from postdesk.domain.review import DraftReview
from postdesk.domain.utm import links_of
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import short_name


class LinkTags(QWidget):
    """A line about the link tags, shown if the client uses them and the text has a link."""

    def __init__(self, theme: Theme, model: ComposerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self.label = PlainLabel(role="secondary", elide=True, identifier="composer.link_tags.text")
        self.whole = Button(theme, self.tr("Show full links"), "composer.link_tags.whole", role="link", on_click=self._show_whole)
        self.plain = Button(theme, "", "composer.link_tags.plain", role="link", on_click=self._change)
        icon = IconLabel(theme, "link", "secondary")
        self.setLayout(row_of(icon, self.label, self.whole, self.plain, grow=self.label))
        self.hide()
        model.live_review.changed.connect(self._show)

    def _show(self) -> None:
        """Show the tags of the shown platform, or of the first platform that gets tagged links."""
        review, client = self._model.review, self._model.client
        if review is None or client is None or not client.tagging.on or not has_taggable_links(review.draft, client):
            self.hide()
            return
        plain = review.draft.plain_links
        self.label.setText(self.tr("Links get no tags.") if plain else self._words(review, client))
        self.plain.set_text(self.tr("Add tags") if plain else self.tr("Remove tags"))
        self.whole.setVisible(not plain)
        self.show()

    def _words(self, review: DraftReview, client: Client) -> str:
        tagged = [each for each in review.draft.platforms if review.outgoing.text_for(each) != review.draft.text_for(each)]
        shown = self._model.platform
        platform = shown if shown in tagged else next(iter(tagged), None)
        if platform is None:
            return self.tr("No link tags are set.")
        tags = tag_query(client, platform, review.draft.due_for(platform)).replace("&", " ")
        return self.tr("Links get {0} on {1}").format(tags, short_name(platform))

    def _show_whole(self) -> None:
        if review := self._model.review:
            FullLinksDialog(review, self._theme, self).open()

    def _change(self) -> None:
        if draft := self._model.draft:
            self._model.draft_session.change(replace(draft, plain_links=not draft.plain_links))


class FullLinksDialog(Dialog):
    """A dialog with the links as each platform gets them, to be read and copied."""

    def __init__(self, review: DraftReview, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Links with tags"), "composer.whole_links", parent, letters=80)
        self.links = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        identify(self.links, "composer.whole_links.text", self.tr("Links with tags"))
        self.links.setPlainText("\n\n".join(filter(None, (_of(review, platform) for platform in review.draft.platforms))))
        close = Button(theme, self.tr("Close"), "composer.whole_links.close", role="primary", on_click=self.accept)
        about = remark(self.tr("Tags from Settings → Clients are added when you schedule or publish."))
        fill(self.body, about, self.links, grow=self.links)
        self.foot.addWidget(close)


def _of(review: DraftReview, platform: Platform) -> str:
    links = dict.fromkeys(links_of(review.outgoing.text_for(platform)))
    return "\n".join((short_name(platform), *links)) if links else ""
