"""Pictures from the clipboard or a drag, stored in the profile for as long as a draft may need them."""

import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from postdesk.domain.platforms import Platform
from postdesk.domain.uploads import UploadField
from postdesk.engine.tasks import run_in_thread
from postdesk.store import private_files

if TYPE_CHECKING:
    from postdesk.media.pasted_images import PastedImage

_SHARED: Final = "shared"


class PastedPictures:
    """The pasted pictures of one workspace, in `folder`/draft/platform: the path names the media field of the draft."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._begun: set[str] = set()

    def next_path(self, upload_field: UploadField, now: datetime) -> Path:
        """Return the path for a new picture; its name contains the local time on this computer."""
        self._begun.add(upload_field.draft_id)
        name = f"pasted-{now.astimezone():%Y%m%d-%H%M%S}-{next(self._numbers)}.png"
        return self._folder / upload_field.draft_id / (upload_field.platform or _SHARED) / name

    async def save(self, picture: "PastedImage", path: Path) -> None:
        """Write the picture to the file. Raises UploadFailed."""
        await run_in_thread("keep a picture", partial(_save, picture, path))

    async def drop(self, path: Path) -> None:
        """Delete the file if it is a pasted picture; a file of the user's is left alone."""
        if self._folder in path.parents:
            await run_in_thread("delete a picture", partial(_delete, path))

    async def sweep_leftovers(self, is_draft: Callable[[str], bool]) -> tuple[tuple[UploadField, Path], ...]:
        """Delete the pictures of previous runs whose draft is gone; return the others, oldest first per draft."""
        found = await run_in_thread("find old pictures", partial(_found, self._folder))
        old = {draft_id for draft_id in found if draft_id not in self._begun}
        gone = {draft_id for draft_id in old if not is_draft(draft_id)}
        await run_in_thread("delete old pictures", partial(_clear, self._folder, gone))
        return tuple((_upload_field(path), path) for draft_id in sorted(old - gone) for path in found[draft_id])


def _save(picture: "PastedImage", path: Path) -> None:
    from postdesk.media.pasted_images import save_png

    save_png(picture, path, make=_make_private)


def _make_private(path: Path) -> None:
    private_files.make_folder(path.parent)
    private_files.make_file(path)


def _delete(path: Path) -> None:
    """Delete the file and its empty folders. A file that can't be deleted now is deleted at the next start."""
    with suppress(OSError):
        path.unlink()
        path.parent.rmdir()
        path.parent.parent.rmdir()


def _found(folder: Path) -> dict[str, list[Path]]:
    """Return the pictures of each draft by its id; empty if nothing was ever pasted."""
    names = [*Platform, _SHARED]
    with suppress(OSError):
        return {
            each.name: sorted((path for name in names for path in (each / name).glob("*.png")), key=lambda path: path.name)
            for each in folder.iterdir()
        }
    return {}


def _upload_field(path: Path) -> UploadField:
    name = path.parent.name
    return UploadField(path.parent.parent.name, None if name == _SHARED else Platform(name))


def _clear(folder: Path, draft_ids: Collection[str]) -> None:
    for draft_id in draft_ids:
        shutil.rmtree(folder / draft_id, ignore_errors=True)
