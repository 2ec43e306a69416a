"""The limits of a media probe."""

from typing import Final

from postdesk.domain.lazy_dataclass import dataclass

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class ProbeLimits:
    """Seconds for connecting, for a pause, and for the whole probe; number of redirects; bytes and pixels.

    Images are read whole up to `image_bytes`, videos up to `video_bytes`. An image above `most_pixels` is rejected as a
    decompression bomb; one above `picture_pixels` (160 MB decoded) gets no small picture.
    """

    connect_s: float = 10.0
    pause_s: float = 10.0
    total_s: float = 30.0
    redirects: int = 5
    image_bytes: int = 40 * MEGABYTE
    video_bytes: int = 12 * MEGABYTE
    most_pixels: int = 100_000_000
    picture_pixels: int = 40_000_000
