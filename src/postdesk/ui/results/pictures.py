"""Pictures of what a list paints again and again."""

from collections.abc import Hashable

from PySide6.QtGui import QPixmap


class KeptPictures:
    """Pictures by their keys, each of what it shows; those that were used longest ago are forgotten.

    They are of one `look`: whatever else decides how it is painted.
    """

    def __init__(self) -> None:
        self._look: object = None
        self._most = 0
        self._pictures: dict[Hashable, tuple[object, QPixmap]] = {}
        self._pixels = 0

    def clear(self) -> None:
        """Forget all, since everything looks different now."""
        self._pictures.clear()
        self._pixels = 0

    def use(self, look: object, most: float) -> None:
        """Use pictures of that look only, and no more than `most` pixels of them."""
        self._most = round(most)
        if look != self._look:
            self._look = look
            self.clear()

    def of(self, key: Hashable, shown: object = None) -> QPixmap | None:
        """Return the picture with that key that shows this; None without one."""
        kept = self._pictures.get(key)
        if kept is None or (kept[0] is not shown and kept[0] != shown):
            return None
        self._pictures[key] = self._pictures.pop(key)  # the last to be forgotten
        return kept[1]

    def keep(self, picture: QPixmap, key: Hashable, shown: object = None) -> None:
        """Keep a picture."""
        self._forget(key)
        self._pictures[key] = shown, picture
        self._pixels += _pixels_of(picture)
        while self._pixels > self._most:
            self._forget(next(iter(self._pictures)))

    def _forget(self, key: Hashable) -> None:
        if kept := self._pictures.pop(key, None):
            self._pixels -= _pixels_of(kept[1])


def _pixels_of(picture: QPixmap) -> int:
    return picture.width() * picture.height()
