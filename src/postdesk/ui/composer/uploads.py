"""The uploads of the composer: files and pictures that were selected, dropped or pasted, up to the draft's link."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from postdesk.domain.drafts import DraftField
from postdesk.domain.uploads import Upload, UploadField
from postdesk.engine.upload_offers import UploadOffer
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.drop_target import DropTarget
from postdesk.ui.composer.file_words import upload_field_words
from postdesk.ui.composer.form import ComposerForm
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.upload_card import UploadCard
from postdesk.ui.kit.editor.mime_media import MimeMedia, MimeMediaKind
from postdesk.ui.kit.file_choice import ask_for_file
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import short_name


class UploadCards(QWidget):
    """The cards of the open draft, each with the id of its upload, 0 for an offer."""

    def __init__(
        self, session: WorkspaceSession, model: ComposerModel, navigator: Navigator, form: ComposerForm, theme: Theme
    ) -> None:
        super().__init__()
        self._session, self._model, self._navigator, self._form, self._theme = session, model, navigator, form, theme
        identify(self, "composer.uploads")
        self._offer: UploadOffer | None = None
        self._offered: UploadCard | None = None
        self._cards: dict[UploadCard, int] = {}
        self._number = 0
        self._by_choice = False
        self._choose = form.texts.tools.add("upload", self.tr("Upload a file…"), "composer.choose_file")
        self._column = column_of(spacing=8)
        self.setLayout(self._column)
        self.hide()
        form.add(self)
        for signal, slot in (
            (self._choose.clicked, self.select_file),
            (form.texts.editor.media_pasted, self.add_media),
            (DropTarget(form, theme, self._hint).dropped, self.add_media),
            (model.opened, self._open),
            (session.uploads.offers.offered, self._offered_now),
            (session.uploads.changed, self._follow),
            (session.uploads.arrived, self._arrived),
            (session.upload_targets.changed, self._offer_again),
        ):
            signal.connect(slot)

    def select_file(self) -> None:
        """Ask for a file on this computer."""
        patterns = "*.jpg *.jpeg *.png *.gif *.webp *.bmp *.tif *.tiff *.mp4 *.mov *.avi *.wmv *.flv *.3gp *.webm"
        filters = self.tr("Images and videos ({0})").format(patterns), self.tr("All files (*)")
        ask_for_file(self, "composer.file_dialog", self.tr("Select a file to upload"), filters, self._add_file)

    def add_media(self, carried: MimeMedia) -> None:
        """Take a drop or a paste for the shown tab. The focus stays in the text: the next key must not start the upload."""
        self._by_choice = False
        self._add(carried)

    def _link(self, upload_field: UploadField, address: str) -> None:
        """Put the public address of a picture into the draft, which needs no upload."""
        if draft := self._model.draft:
            words = self.tr("The image’s address is now in {0}.").format(upload_field_words(upload_field))
            self._model.change_with_undo(draft, upload_field.filled(draft, address), words, "link")

    def _add_file(self, path: Path) -> None:
        """Take the file selected with the button; the focus moves to its card."""
        self._by_choice = True
        self._add(MimeMedia(files=[path]))

    def _add(self, carried: MimeMedia) -> None:
        if self._model.draft is None:
            return
        upload_field = UploadField(self._model.draft.id, self._model.platform)
        if carried.files:
            self._session.uploads.offers.add_files(upload_field, carried.files)
        elif carried.link:
            self._link(upload_field, carried.link)
        elif carried.picture is not None:
            self._session.uploads.offers.add_picture(upload_field, carried.picture)

    def _hint(self, kind: MimeMediaKind) -> str:
        """Return the effect of a drop, in words."""
        platform = self._model.platform
        if kind is MimeMediaKind.LINK and self._model.draft:
            upload_field = UploadField(self._model.draft.id, platform)
            return self.tr("Drop here to put the address into {0}").format(upload_field_words(upload_field))
        if platform is None:
            return self.tr("Drop here to upload for this post")
        return self.tr("Drop here to upload for {0} only").format(short_name(platform))

    def _open(self) -> None:
        for card in tuple(self._cards):
            self._drop(card)
        self._offer = self._offered = None
        if self._model.draft:
            for upload in self._session.uploads.of(self._model.draft.id):
                self._follow(upload)
            if offer := self._session.uploads.offers.of(self._model.draft.id):
                self._show_offer(offer)

    def _offered_now(self, offer: UploadOffer) -> None:
        if self._model.draft and self._model.draft.id == offer.upload_field.draft_id:
            card = self._show_offer(offer)
            self._form.scroll_to(card)
            if self._by_choice:
                card.take_focus()

    def _show_offer(self, offer: UploadOffer) -> UploadCard:
        self._end_offer()
        self._offer, self._offered = offer, self._made()
        self._offer_again()
        return self._offered

    def _offer_again(self) -> None:
        """Show the offer with the present targets."""
        offer, card, draft = self._offer, self._offered, self._model.draft
        if offer is None or card is None or draft is None:
            return
        if offer.problem:
            card.refuse(offer.path.name, offer.problem)
        elif offer.given:
            replaces = bool(draft.value_for(offer.upload_field.platform, offer.upload_field.field))
            card.offer(
                offer.given.file, offer.given.picture, offer.upload_field, self._session.upload_targets.all(), replaces=replaces
            )

    def _turn_over(self) -> None:
        if self._offer:
            cover = self._offer.upload_field.field is DraftField.MEDIA_URL
            field = DraftField.THUMBNAIL_URL if cover else DraftField.MEDIA_URL
            self._offer = replace(self._offer, upload_field=replace(self._offer.upload_field, field=field))
            self._offer_again()

    def _begin(self, target_id: int) -> None:
        """Start the upload; the offer's card shows it from now on."""
        if self._offer and self._model.draft:
            self._model.draft_session.save_now()
            self._session.uploads.begin(self._model.draft, self._offer.upload_field, self._offer.path, target_id)
            self._offer = None

    def _end_offer(self) -> None:
        if self._offered:
            self._drop(self._offered)
        self._offer = self._offered = None

    def _follow(self, upload: Upload) -> None:
        draft = self._model.draft
        if draft is None or draft.id != upload.upload_field.draft_id:
            return
        card = next((card for card, known in self._cards.items() if known == upload.id), None)
        if upload.id in {each.id for each in self._session.uploads.of(draft.id)}:
            card = card or self._next_card()
            self._cards[card] = upload.id
            target = self._session.upload_targets.get(upload.target_id)
            card.show_upload(upload, target.name if target else self.tr("a removed target"))
        elif card:
            self._drop(card)

    def _next_card(self) -> UploadCard:
        """Return the card for a new upload: the card of its offer, or another one."""
        card = self._offered if self._offer is None else None
        if card:
            self._offered = None
        return card or self._made()

    def _dismiss(self, card: UploadCard) -> None:
        if upload_id := self._cards[card]:
            self._session.uploads.forget(upload_id)
        else:
            if self._offer:
                self._session.uploads.offers.decline(self._offer.upload_field.draft_id)
            self._end_offer()

    def _arrived(self, upload: Upload) -> None:
        """Put the address into the open draft, as the engine did in the saved one; later edits stay."""
        draft = self._model.draft
        if draft and draft.id == upload.upload_field.draft_id:
            self._model.draft_session.change(upload.upload_field.filled(draft, upload.address))
            self._model.draft_session.save_now()

    def _made(self) -> UploadCard:
        self._number += 1
        card = UploadCard(self._theme, f"composer.upload.{self._number}")
        self._cards[card] = 0
        card.set_up_requested.connect(lambda: self._navigator.show_settings("uploads"))
        card.chosen.connect(self._begin)
        card.as_cover.connect(self._turn_over)
        card.dismissed.connect(lambda: self._dismiss(card))
        card.cancelled.connect(lambda: self._session.uploads.cancel(self._cards[card]))
        card.again.connect(lambda: self._session.uploads.again(self._cards[card]))
        self._column.addWidget(card)
        self.show()
        return card

    def _drop(self, card: UploadCard) -> None:
        del self._cards[card]
        card.hide()
        self._column.removeWidget(card)
        card.deleteLater()
        self.setVisible(bool(self._cards))
