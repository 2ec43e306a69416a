"""Files offered for upload: given for a draft, and neither uploaded nor declined yet. One per draft."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.uploads import UploadFailed, UploadField, UploadProblem
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.pasted_pictures import PastedPictures
from postdesk.engine.tasks import run_in_thread
from postdesk.engine.workspace_context import WorkspaceContext

if TYPE_CHECKING:
    from postdesk.media.local_files import UploadCandidate
    from postdesk.media.pasted_images import PastedImage

_PASTED: Final = "pasted"


@dataclass(frozen=True, slots=True)
class UploadOffer:
    """A file, or a pasted picture saved as one, given for a media field of a draft.

    `given` is the data of an uploadable file; `problem` is the reason why it can't be uploaded.
    """

    upload_field: UploadField
    path: Path
    given: "UploadCandidate | None" = None
    problem: UploadProblem | None = None


class UploadOffers(QObject):
    """The open offers of a workspace, one per draft at most. `offered` carries an `UploadOffer`, the draft's only one now."""

    offered = Signal(object)

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = context.clock
        self._commands = CommandRunner(context.tasks, context.changes)
        self.pictures = PastedPictures(context.database.path.parent / _PASTED / str(context.workspace.id))
        self._open: dict[str, UploadOffer] = {}

    def of(self, draft_id: str) -> UploadOffer | None:
        """Return the open offer of a draft."""
        return self._open.get(draft_id)

    def add_files(self, upload_field: UploadField, paths: Sequence[Path]) -> None:
        """Read the data needed before an upload of the file; `offered` follows. More than one file is refused."""
        self._commands.run_always("read a file", self._read(upload_field, tuple(paths)))

    def add_picture(self, upload_field: UploadField, picture: "PastedImage") -> None:
        """Save a pasted picture as a file, and offer that; `offered` follows."""
        self._commands.run_always("read a picture", self._save_picture(upload_field, picture))

    def decline(self, draft_id: str) -> None:
        """Withdraw the offer of a draft. A pasted picture is deleted, since it has no other use."""
        if offer := self.take(draft_id):
            self._commands.run_always("decline a file", self.pictures.drop(offer.path))

    def take(self, draft_id: str) -> UploadOffer | None:
        """Remove and return the offer of a draft, because its upload begins."""
        return self._open.pop(draft_id, None)

    def restore(self, begun: Collection[Path], is_draft: Callable[[str], bool]) -> None:
        """Offer the pasted pictures of a previous run again, except those whose upload had begun (`begun`)."""
        self._commands.run_always("bring pictures back", self._restore(begun, is_draft))

    async def _restore(self, begun: Collection[Path], is_draft: Callable[[str], bool]) -> None:
        for upload_field, path in await self.pictures.sweep_leftovers(is_draft):
            if path not in begun:
                await self._read(upload_field, (path,))

    async def _read(self, upload_field: UploadField, paths: tuple[Path, ...]) -> None:
        if len(paths) != 1:
            await self._offer(UploadOffer(upload_field, paths[0], problem=UploadProblem.SEVERAL))
            return
        try:
            given = await run_in_thread("read a file", partial(_given, paths[0]))
        except UploadFailed as why:
            await self._offer(UploadOffer(upload_field, paths[0], problem=why.problem))
        else:
            await self._offer(UploadOffer(upload_field, paths[0], given))

    async def _save_picture(self, upload_field: UploadField, picture: "PastedImage") -> None:
        path = self.pictures.next_path(upload_field, self._clock.now())
        try:
            await self.pictures.save(picture, path)
        except UploadFailed as why:
            await self._offer(UploadOffer(upload_field, path, problem=why.problem))
        else:
            await self._read(upload_field, (path,))

    async def _offer(self, offer: UploadOffer) -> None:
        before = self._open.get(offer.upload_field.draft_id)
        self._open[offer.upload_field.draft_id] = offer
        self.offered.emit(offer)
        if before and before.path != offer.path:
            await self.pictures.drop(before.path)


def _given(path: Path) -> "UploadCandidate":
    from postdesk.media.local_files import read_candidate

    return read_candidate(path)
