"""What the engine has to tell the user beside the state of things; the window words it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from postdesk.api.errors import ErrorKind


class NoticeKind(StrEnum):
    """What happened. The comment names what `Notice.detail` holds where it holds something."""

    TOO_LATE = "too_late"
    WENT_OUT_AFTER_ALL = "went_out_after_all"  # what the user called not sent
    CLIENT_ADDED = "client_added"
    CLIENT_KNOWN = "client_known"  # the id, which is in the list already
    CLIENT_UNKNOWN = "client_unknown"  # the id, which the service does not know
    CLIENT_ARCHIVED = "client_archived"  # the client's name, for whom nothing goes out
    CLIENTS_REBUILT = "clients_rebuilt"  # how many were added; `said`: of how many posts, where there are more than were listed
    CONNECTED = "connected"  # the account's name
    CONNECT_ENDED = "connect_ended"  # the service's error code or status, as it is
    CONNECT_TIMED_OUT = "connect_timed_out"
    LINK_ENDED = "link_ended"  # the service's word for why a link that was sent to a client made no connection
    MEDIA_HELD = "media_held"  # the MediaFlaw that a post waits for
    ACCOUNT_LOST = "account_lost"  # the client's name; `said` is how many of our posts wait for the account
    PERMISSION_REFUSED = "permission_refused"  # the client's name, whose posts to the platform wait
    ACCOUNT_CHANGED = "account_changed"  # the account's name
    DISCONNECTED = "disconnected"
    REDIRECT_NOT_ALLOWED = "redirect_not_allowed"  # the exact redirect URI
    UNSAFE_LINK = "unsafe_link"  # the connect URL that was not opened
    BROWSER_FAILED = "browser_failed"  # the connect URL that can be copied
    PORTS_BUSY = "ports_busy"  # connecting goes on by polling alone
    BAD_SETTING = "bad_setting"  # the class of the error: BadKey, BadBaseUrl, BadProxy, BadCaFile
    ACTION_FAILED = "action_failed"
    UNSENDABLE = "unsendable"  # the field, by its name in the API text, whose value no request can carry
    UPLOADED = "uploaded"  # the file's name; `said` is its address
    UPLOADED_FOR_NONE = "uploaded_for_none"  # the same, where its draft is gone
    UPLOAD_FAILED = "upload_failed"  # the file's name
    UPLOAD_INTERRUPTED = "upload_interrupted"  # the file's name
    SERIES_STOPPED = "series_stopped"  # since the folder was copied or restored
    SERIES_MISSED = "series_missed"  # how many of its times passed before they were made; `said` is the client's name
    SERIES_DRAFTED = "series_drafted"  # how many of its times became drafts; `said` is the client's name
    SERIES_CLOCK = "series_clock"  # the WallTime of one of its times; `moment` is when it goes out, by the client's clock
    IMPORT_UNFINISHED = "import_unfinished"  # the file's name, of which nothing is there
    STORAGE_FAILED = "storage_failed"  # the domain's StorageTrouble; empty where it is told elsewhere
    PRACTICE_FAILED = "practice_failed"
    PRACTICE_RESTARTED = "practice_restarted"
    INTERNAL_ERROR = "internal_error"  # the name of the work that failed


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell. `detail` and `said`, as a rule the service's own words, are plain text; `error` is a request's class.

    `moment` is a wall time.
    """

    kind: NoticeKind
    post_id: int | None = None
    client_id: int | None = None
    platform: str = ""
    detail: str = ""
    error: ErrorKind | None = None
    said: str = ""
    moment: datetime | None = None
