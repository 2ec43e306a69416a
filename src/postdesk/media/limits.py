"""How much a look may cost."""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for connecting, for a pause, and for a look as a whole; hops of a redirect; bytes and pixels.

    An image is read whole up to `image_bytes`, of a video at most `video_bytes` are read. Beyond `most_pixels` an image is a
    trap, beyond `picture_pixels` (160 MB decoded) there is no small picture of it.
    """

    connect_s: float = 10.0
    pause_s: float = 10.0
    total_s: float = 30.0
    redirects: int = 5
    image_bytes: int = 40 * MEGABYTE
    video_bytes: int = 12 * MEGABYTE
    most_pixels: int = 100_000_000
    picture_pixels: int = 40_000_000
