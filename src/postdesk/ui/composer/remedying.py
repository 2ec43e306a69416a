"""Applies the remedy of a finding: customise the text, leave a platform out, post anyway, clean, connect."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from postdesk.domain.checks import Field, Problem
from postdesk.domain.counting import without_unseen
from postdesk.domain.drafts import PlatformText
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.problems import Remedy, leave_out
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.state import Finding, Waved


class Remedying(QObject):
    """Keeps which warnings the user chose to post with: then `changed` follows. `connect_asked` leads to Connections."""

    changed = Signal()
    connect_asked = Signal()

    def __init__(self, drafting: Drafting, sheet: Sheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafting, self._sheet = drafting, sheet
        self.waved: frozenset[Waved] = frozenset()

    def forget(self) -> None:
        """Another draft: its warnings are shown."""
        self.waved = frozenset()

    def remedy(self, finding: Finding, remedy: Remedy) -> None:
        """Do it."""
        match remedy:
            case Remedy.CUSTOMISE:
                self._sheet.texts.customise(finding.platforms[0])
            case Remedy.LEAVE_OUT if self._drafting.draft:
                self._drafting.change(replace(self._drafting.draft, platforms=leave_out(self._drafting.draft, finding)))
            case Remedy.POST_ANYWAY:
                self.waved |= {Waved(platform, finding.kind) for platform in finding.platforms}
                self.changed.emit()
            case Remedy.CLEAN:
                self._clean(finding.platforms)
            case Remedy.GO_TO_FIELD if isinstance(finding.about, Problem):
                self._sheet.extras.go_to(finding.about.field if finding.about.field is not Field.TEXT else Field.TITLE)
            case Remedy.CONNECT:
                self.connect_asked.emit()
            case _:
                pass

    def _clean(self, platforms: tuple[Platform, ...]) -> None:
        """Take out what nobody sees, wherever those platforms get it from."""
        draft = self._drafting.draft
        if draft is None:
            return
        texts = tuple(
            PlatformText(own.platform, without_unseen(own.text)) if own.platform in platforms else own for own in draft.texts
        )
        self._drafting.change(replace(draft, text=without_unseen(draft.text), title=without_unseen(draft.title), texts=texts))
