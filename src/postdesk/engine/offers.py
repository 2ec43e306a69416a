"""What was given for a draft, and is neither uploaded nor declined yet: one file a draft, or a picture that became one."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.uploads import NotUploaded, Spot, UploadFlaw
from postdesk.engine.acts import Acts
from postdesk.engine.bench import Bench
from postdesk.engine.pasted import PastedPictures
from postdesk.engine.tasks import apart

if TYPE_CHECKING:
    from postdesk.media.local_files import Given
    from postdesk.media.pasted import Picture

_PASTED: Final = "pasted"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that was given for a spot: what is known of it where it can be uploaded, or why it can't."""

    spot: Spot
    path: Path
    given: "Given | None" = None
    flaw: UploadFlaw | None = None


class Offers(QObject):
    """`offered` carries an Offer, which takes the place of that draft's last one."""

    offered = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = bench.clock
        self._acts = Acts(bench.tasks, bench.changes)
        self.pictures = PastedPictures(bench.database.path.parent / _PASTED / str(bench.workspace.id))
        self._open: dict[str, Offer] = {}

    def of(self, draft_id: str) -> Offer | None:
        """What is offered for a draft."""
        return self._open.get(draft_id)

    def look_at(self, spot: Spot, paths: Sequence[Path]) -> None:
        """What is to be known of a file before it is uploaded; `offered` follows."""
        self._acts.each("look at a file", self._look_at(spot, tuple(paths)))

    def look_at_picture(self, spot: Spot, picture: "Picture") -> None:
        """As a file, which it becomes; `offered` follows."""
        self._acts.each("look at a picture", self._look_at_picture(spot, picture))

    def decline(self, draft_id: str) -> None:
        """What is offered for the draft is not uploaded: a picture has no other use."""
        if offer := self.take(draft_id):
            self._acts.each("decline a file", self.pictures.drop(offer.path))

    def take(self, draft_id: str) -> Offer | None:
        """It is offered no more, since it is being uploaded."""
        return self._open.pop(draft_id, None)

    def bring_back(self, begun: Collection[Path], is_draft: Callable[[str], bool]) -> None:
        """Offer again the pictures that Postdesk ended with, but for those whose upload had begun."""
        self._acts.each("bring pictures back", self._bring_back(begun, is_draft))

    async def _bring_back(self, begun: Collection[Path], is_draft: Callable[[str], bool]) -> None:
        left = await self.pictures.left(is_draft)
        for spot, path in left:
            if path not in begun:
                await self._look_at(spot, (path,))

    async def _look_at(self, spot: Spot, paths: tuple[Path, ...]) -> None:
        if len(paths) != 1:
            await self._offer(Offer(spot, paths[0], flaw=UploadFlaw.SEVERAL))
            return
        try:
            given = await apart("look at a file", partial(_given, paths[0]))
        except NotUploaded as why:
            await self._offer(Offer(spot, paths[0], flaw=why.flaw))
        else:
            await self._offer(Offer(spot, paths[0], given))

    async def _look_at_picture(self, spot: Spot, picture: "Picture") -> None:
        path = self.pictures.next_path(spot, self._clock.now())
        try:
            await self.pictures.keep(picture, path)
        except NotUploaded as why:
            await self._offer(Offer(spot, path, flaw=why.flaw))
        else:
            await self._look_at(spot, (path,))

    async def _offer(self, offer: Offer) -> None:
        before = self._open.get(offer.spot.draft_id)
        self._open[offer.spot.draft_id] = offer
        self.offered.emit(offer)
        if before and before.path != offer.path:
            await self.pictures.drop(before.path)


def _given(path: Path) -> "Given":
    from postdesk.media.local_files import given

    return given(path)
