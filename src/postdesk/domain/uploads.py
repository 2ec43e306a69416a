"""The upload of a local file to a public address: the service takes addresses and no files (API gap G22).

A **target** is a storage or a program of the user's; an **upload field** is the field of a draft that waits for the address.
"""

import re
from enum import StrEnum
from pathlib import Path
from typing import Final

from postdesk.domain.addresses import origin_of
from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.externals import External, ExternalKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaType
from postdesk.domain.platforms import Platform

FILE: Final = "{file}"
"""The placeholder in a command for the path of the file."""

DEFAULT_REGION: Final = "us-east-1"

UNSUPPORTED_TYPES: Final = frozenset({MediaType.HEIC, MediaType.AVIF, MediaType.SVG, MediaType.MKV})
NON_MEDIA_TYPES: Final = frozenset({MediaType.HTML, MediaType.OTHER})


_FORMS: Final = {
    "bucket": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]"),
    "access_key": re.compile(r"[!-~]+"),
    "endpoint": re.compile(r"(https?://[A-Za-z0-9._-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?)?"),
    "region": re.compile(r"[A-Za-z0-9-]*"),
    "prefix": re.compile(r"[A-Za-z0-9._/-]*"),
}


class UploadProblem(StrEnum):
    """The reason that an upload failed: the file, the storage, or the command."""

    SEVERAL = "several"
    FOLDER = "folder"
    GONE = "gone"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    NO_MEDIA = "no_media"
    UNSUPPORTED_TYPE = "taken_by_none"
    CHANGED = "changed"
    NO_PICTURE = "no_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    NOT_SAVED = "not_kept"
    NO_SECRET = "no_secret"
    UNCONFIRMED = "unconfirmed"
    BAD_TARGET = "bad_target"
    UNREACHABLE = "unreachable"
    KEY_REFUSED = "key_refused"
    NOT_ALLOWED = "not_allowed"
    NO_BUCKET = "no_bucket"
    REFUSED = "refused"
    NOT_PUBLIC = "not_public"
    OTHER_CONTENT = "other_content"
    NO_COMMAND = "no_command"
    COMMAND_FAILED = "command_failed"
    NO_ADDRESS = "no_address"
    TOO_MUCH_OUTPUT = "talkative"
    TOO_SLOW = "too_slow"
    STOPPED = "stopped"


class UploadFailed(Exception):
    """Raised where an upload fails. `message`: that of the storage or command, plain text of some hundred characters."""

    def __init__(self, problem: UploadProblem, message: str = "") -> None:
        super().__init__(problem)
        self.problem, self.message = problem, message


@dataclass(frozen=True, slots=True)
class Bucket:
    """S3-compatible storage. An empty endpoint is Amazon's; the secret of the key is in the keyring.

    `public_base`: the public address of the bucket's content.
    """

    bucket: str
    access_key: str
    public_base: str
    endpoint: str = ""
    region: str = ""
    prefix: str = ""
    path_style: bool = True

    @property
    def service(self) -> str:
        """The address of the storage, without a slash at the end."""
        return (self.endpoint or f"https://s3.{self.region or DEFAULT_REGION}.amazonaws.com").rstrip("/")

    @property
    def origin(self) -> str:
        """The origin that the secret belongs to; empty where the endpoint is no address."""
        return origin_of(self.service)

    @property
    def invalid_fields(self) -> tuple[str, ...]:
        """The names of the invalid fields. The public address is not among them: only a request can check that."""
        return tuple(name for name, form in _FORMS.items() if not form.fullmatch(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class UploadCommand:
    """A program of the user's, run without a shell, which prints the file's address. `arguments` has FILE in it."""

    arguments: tuple[str, ...]
    patience_s: int = 600


@dataclass(frozen=True, slots=True)
class UploadTarget:
    """A target for files. The one that is `preferred` is offered first; `id` is 0 before it is stored."""

    id: int
    name: str
    place: Bucket | UploadCommand
    preferred: bool = False

    @property
    def external(self) -> External:
        """The bucket or the command as an `External`."""
        if isinstance(self.place, UploadCommand):
            return External(ExternalKind.COMMAND, self.place.arguments, self.id, self.name)
        parts = (f"{self.place.service}/{self.place.bucket}", self.place.public_base)
        return External(ExternalKind.BUCKET, parts, self.id, self.name)


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file that can be uploaded, as it was checked. `changed_ns`: its modification time in nanoseconds."""

    path: Path
    size: int
    type: MediaType
    changed_ns: int


@dataclass(frozen=True, slots=True)
class UploadField:
    """The field that waits for an address: shared (no platform), or a platform's own."""

    draft_id: str
    platform: Platform | None = None
    field: DraftField = DraftField.MEDIA_URL

    def filled(self, draft: Draft, address: str) -> Draft:
        """Return the draft with the address in that field."""
        return draft.with_field(self.platform, self.field, address)


class UploadStage(StrEnum):
    """The stage of an upload. STOPPED: by the user, who can resume it. INTERRUPTED: Postdesk ended during it."""

    PREPARING = "preparing"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload. Sizes are in bytes. `reused`: the file was in the storage already.

    `begun`: the storage has an open multipart upload for it, which can be resumed. `message`: that of the storage or command.
    """

    id: int
    upload_field: UploadField
    path: Path
    target_id: int
    stage: UploadStage = UploadStage.PREPARING
    size: int = 0
    sent: int = 0
    address: str = ""
    reused: bool = False
    begun: bool = False
    problem: UploadProblem | None = None
    message: str = ""

    @property
    def running(self) -> bool:
        return self.stage in {UploadStage.PREPARING, UploadStage.SENDING}


class TrialStep(StrEnum):
    """A step in the test of a target, in this order."""

    WRITE = "write"
    READ = "read"
    DELETE = "delete"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The result of one step of a test. `problem` is None where it succeeded. `message`: that of the storage or command."""

    step: TrialStep
    problem: UploadProblem | None = None
    message: str = ""
