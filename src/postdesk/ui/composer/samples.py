"""The sample files of practice mode, to be put into a post."""

from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.drafts import Piece
from postdesk.domain.samples import Sample
from postdesk.engine.practice import Practice
from postdesk.ui.composer.extras import Extras
from postdesk.ui.composer.seen_words import sample_words
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme


class Samples(MenuButton):
    """Offers files that lie on the sandbox's own server, right ones and wrong ones."""

    def __init__(self, theme: Theme, practice: Practice, extras: Extras, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "composer.use_sample", parent=parent)
        self.set_text(self.tr("Use a sample"))
        self._practice, self._extras = practice, extras
        menu = QMenu(self)
        identify(menu, "composer.samples", self.tr("Samples"))
        for sample in Sample:
            menu.addAction(sample_words(sample)).triggered.connect(lambda _=False, sample=sample: self._use(sample))
        self.setMenu(menu)

    def _use(self, sample: Sample) -> None:
        if url := self._practice.sample_url(sample):
            self._extras.fill(Piece.MEDIA_URL, url)
