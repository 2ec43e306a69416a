"""Notices of the engine to the user, apart from the state of posts; ui formats them as text."""

from datetime import datetime
from enum import StrEnum

from postdesk.api.errors import ErrorKind
from postdesk.domain.lazy_dataclass import dataclass


class NoticeKind(StrEnum):
    """Kinds of notice. The comment on a kind says what `Notice.detail` contains, if anything."""

    TOO_LATE = "too_late"
    PUBLISHED_AFTER_ALL = "went_out_after_all"  # the user had marked the post as not sent
    CLIENT_ADDED = "client_added"
    CLIENT_KNOWN = "client_known"  # the client's external user id, which is already listed
    CLIENT_UNKNOWN = "client_unknown"  # the external user id, which the service does not know
    CLIENT_ARCHIVED = "client_archived"  # the client's name; nothing is sent for an archived client
    CLIENTS_REBUILT = "clients_rebuilt"  # number of clients added; `said`: number of posts read, if the list was incomplete
    CONNECTED = "connected"  # the account's name
    CONNECT_ENDED = "connect_ended"  # the service's error code or status, verbatim
    CONNECT_TIMED_OUT = "connect_timed_out"
    LINK_ENDED = "link_ended"  # the service's status of a client's connect link that ended without a connection
    MEDIA_HELD = "media_held"  # the kind of media problem that holds the post
    ACCOUNT_LOST = "account_lost"  # the client's name; `said`: number of our posts waiting for the account
    PERMISSION_REFUSED = "permission_refused"  # the client's name, whose posts to the platform wait
    KEY_TRIED_AGAIN = "key_tried_again"  # number of posts that were on hold because the API key was rejected
    ACCOUNT_CHANGED = "account_changed"  # the account's name
    DISCONNECTED = "disconnected"
    REDIRECT_NOT_ALLOWED = "redirect_not_allowed"  # the exact redirect URI
    UNSAFE_LINK = "unsafe_link"  # the connect URL that was not opened
    BROWSER_FAILED = "browser_failed"  # the connect URL that can be copied
    PORTS_BUSY = "ports_busy"  # connecting continues by polling alone
    BAD_SETTING = "bad_setting"  # the class of the error: BadKey, BadBaseUrl, BadProxy, BadCaFile
    ACTION_FAILED = "action_failed"
    UNSENDABLE = "unsendable"  # the API field name whose value no request can carry
    UPLOADED = "uploaded"  # the file's name; `said`: its address
    UPLOADED_FOR_NONE = "uploaded_for_none"  # the same, if its draft was deleted
    UPLOAD_FAILED = "upload_failed"  # the file's name
    UPLOAD_INTERRUPTED = "upload_interrupted"  # the file's name
    SERIES_STOPPED = "series_stopped"  # because the profile was copied or restored
    SERIES_MISSED = "series_missed"  # number of occurrences that passed before they were made; `said`: the client's name
    SERIES_DRAFTED = "series_drafted"  # number of occurrences that became drafts; `said`: the client's name
    SERIES_CLOCK = "series_clock"  # the WallTimeKind of an occurrence; `moment`: its due time on the client's clock
    IMPORT_UNFINISHED = "import_unfinished"  # the file's name; nothing of it was imported
    STORAGE_FAILED = "storage_failed"  # the kind of storage failure; empty if it is reported elsewhere
    PRACTICE_FAILED = "practice_failed"
    PRACTICE_RESTARTED = "practice_restarted"
    INTERNAL_ERROR = "internal_error"  # the name of the task that failed


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to the user.

    `detail` and `said` are plain text, usually the service's own words. `error` is the kind of a failed request. `moment` is a
    wall time, without a zone.
    """

    kind: NoticeKind
    post_id: int | None = None
    client_id: int | None = None
    platform: str = ""
    detail: str = ""
    error: ErrorKind | None = None
    said: str = ""
    moment: datetime | None = None
