"""What is known of a file that a post names by its address: what it is, or why it can't be had."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class MediaType(StrEnum):
    """What a file is by its first bytes, as the type that the web knows it by."""

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
class Facts:
    """What a file turned out to be; 0 and empty where that is not known, or there is no such thing of its type.

    `ratio` is width by height. Codecs in lower case as ISO names them: h264, hevc, av1, vp9; aac, mp3, opus.
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


class MediaFlaw(StrEnum):
    """Why a service that fetches the address would not get a file."""

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
    LEADS_ON = "leads_on"
    LEADS_ASTRAY = "leads_astray"


class Flawed(Exception):
    """A service that fetches the address would not get a file, or not one that it can use."""

    def __init__(self, flaw: MediaFlaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


MAY_PASS: Final = frozenset(
    {MediaFlaw.UNREACHABLE, MediaFlaw.SLOW, MediaFlaw.REFUSED, MediaFlaw.UNKNOWN_TYPE, MediaFlaw.TOO_MANY_PIXELS}
)
"""What this computer met and the service may not."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an address: `facts` or a `flaw`. `expires_at`: until when a signed address works; None where none is told."""

    url: str
    at: datetime
    facts: Facts | None = None
    flaw: MediaFlaw | None = None
    expires_at: datetime | None = None

    def against(self, moment: datetime) -> MediaFlaw | None:
        """What is certain to keep a service from fetching it at that moment; None where nothing is."""
        if self.expires_at and self.expires_at <= moment:
            return MediaFlaw.EXPIRED
        return self.flaw if self.flaw not in MAY_PASS else None
