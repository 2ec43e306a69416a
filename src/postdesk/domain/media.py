"""The result of a check of a media address: the facts of the file, or the reason that it can't be fetched."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass


class MediaType(StrEnum):
    """The type of a file by its first bytes, as a MIME type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    WEBP = "image/webp"
    BMP = "image/bmp"
    TIFF = "image/tiff"
    HEIC = "image/heic"
    AVIF = "image/avif"
    SVG = "image/svg+xml"
    MP4 = "video/mp4"
    MOV = "video/quicktime"
    AVI = "video/x-msvideo"
    WMV = "video/x-ms-wmv"
    FLV = "video/x-flv"
    THREE_GP = "video/3gpp"
    WEBM = "video/webm"
    MKV = "video/x-matroska"
    HTML = "text/html"
    OTHER = "application/octet-stream"

    @property
    def image(self) -> bool:
        return self.startswith("image/")

    @property
    def video(self) -> bool:
        return self.startswith("video/")


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """The facts of a media file; 0 and empty where unknown, or where the type has no such attribute.

    `ratio` is width divided by height. Codecs are in lower case under their ISO names: h264, hevc, av1, vp9; aac, mp3, opus.
    """

    type: MediaType
    size_bytes: int = 0
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    frames_per_second: float = 0.0
    bits_per_second: int = 0
    video_codec: str = ""
    audio_codec: str = ""

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def ratio(self) -> float:
        return self.width / self.height if self.height else 0.0


class MediaProblem(StrEnum):
    """The reason that a service would not get a usable file from the address."""

    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "not_trusted"
    NOT_PUBLIC = "not_public"
    NOT_THERE = "not_there"
    NOT_ALLOWED = "not_allowed"
    EXPIRED = "expired"
    REFUSED = "refused"
    SLOW = "slow"
    ENDLESS = "endless"
    WEB_PAGE = "web_page"
    UNKNOWN_TYPE = "unknown_type"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_REDIRECTS = "leads_on"
    BAD_REDIRECT = "leads_astray"


class UnusableMedia(Exception):
    """Raised where a service that fetches the address would not get a file, or not one that it can use."""

    def __init__(self, problem: MediaProblem) -> None:
        super().__init__(problem)
        self.problem = problem


POSSIBLY_LOCAL: Final = frozenset(
    {MediaProblem.UNREACHABLE, MediaProblem.SLOW, MediaProblem.REFUSED, MediaProblem.UNKNOWN_TYPE, MediaProblem.TOO_MANY_PIXELS}
)
"""Problems that this computer met and the service may not meet."""


@dataclass(frozen=True, slots=True)
class MediaCheck:
    """The result of a check: `facts` or a `problem`. `expires_at`: the end of a signed address, None where it names none."""

    url: str
    at: datetime
    facts: MediaFacts | None = None
    problem: MediaProblem | None = None
    expires_at: datetime | None = None

    def against(self, moment: datetime) -> MediaProblem | None:
        """Return the problem that is certain to stop a service that fetches the file at that moment; None if there is none."""
        if self.expires_at and self.expires_at <= moment:
            return MediaProblem.EXPIRED
        return self.problem if self.problem not in POSSIBLY_LOCAL else None
