"""Problems with an address, with its file and with an upload: the cause and the next step."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.links import UrlProblem
from postdesk.domain.media import MediaProblem
from postdesk.domain.uploads import TrialResult, TrialStep, UploadProblem
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import one_line

translate = QCoreApplication.translate

_URL: Final = {
    UrlProblem.CHARACTERS: QT_TRANSLATE_NOOP("Problems", "the link has spaces or invalid characters. Copy the link again."),
    UrlProblem.NOT_HTTPS: QT_TRANSLATE_NOOP("Problems", "the link has to begin with “https://”."),
    UrlProblem.NO_HOST: QT_TRANSLATE_NOOP("Problems", "the link is incomplete. Copy all of it, from “https://” on."),
    UrlProblem.USER_INFO: QT_TRANSLATE_NOOP("Problems", "the link has a user name or a password in it. Use a public link."),
    UrlProblem.NOT_PUBLIC: QT_TRANSLATE_NOOP("Problems", "the link leads to a private computer. Use a public link."),
}

_MEDIA: Final = {
    MediaProblem.UNREACHABLE: QT_TRANSLATE_NOOP("Problems", "the server of this link can’t be reached. Check the link."),
    MediaProblem.NOT_TRUSTED: QT_TRANSLATE_NOOP("Problems", "the server’s certificate isn’t valid. Use another server."),
    MediaProblem.NOT_PUBLIC: _URL[UrlProblem.NOT_PUBLIC],
    MediaProblem.NOT_THERE: QT_TRANSLATE_NOOP("Problems", "nothing found at this link. Copy the link again."),
    MediaProblem.NOT_ALLOWED: QT_TRANSLATE_NOOP("Problems", "the link asks for a login. Use a public link."),
    MediaProblem.EXPIRED: QT_TRANSLATE_NOOP("Problems", "the link has expired. Make a new one."),
    MediaProblem.REFUSED: QT_TRANSLATE_NOOP("Problems", "the server refuses to give the file. Try again, or use another server."),
    MediaProblem.SLOW: QT_TRANSLATE_NOOP("Problems", "the server is too slow. Try again, or use another server."),
    MediaProblem.ENDLESS: QT_TRANSLATE_NOOP("Problems", "the link is an endless stream. Copy the address of the file itself."),
    MediaProblem.WEB_PAGE: QT_TRANSLATE_NOOP(
        "Problems", "the link opens a web page, not a file. Copy the address of the image or video itself."
    ),
    MediaProblem.UNKNOWN_TYPE: QT_TRANSLATE_NOOP("Problems", "the type of this file is unknown. Use a JPEG, PNG or MP4."),
    MediaProblem.DAMAGED: QT_TRANSLATE_NOOP("Problems", "the file is damaged. Export it again."),
    MediaProblem.TOO_MANY_REDIRECTS: QT_TRANSLATE_NOOP("Problems", "the link redirects too often. Copy the last address."),
    MediaProblem.BAD_REDIRECT: QT_TRANSLATE_NOOP("Problems", "the link redirects to an invalid address. Use another link."),
    MediaProblem.TOO_MANY_PIXELS: QT_TRANSLATE_NOOP("Problems", "the image has too many pixels to check. Make it smaller."),
}

_UPLOADS: Final = {
    UploadProblem.SEVERAL: QT_TRANSLATE_NOOP("Uploads", "A post takes one file. Drop one, and make another post for the next."),
    UploadProblem.FOLDER: QT_TRANSLATE_NOOP("Uploads", "This is a folder. Drop a file from it."),
    UploadProblem.GONE: QT_TRANSLATE_NOOP("Uploads", "The file was moved, renamed or deleted. Select it again."),
    UploadProblem.UNREADABLE: QT_TRANSLATE_NOOP(
        "Uploads", "The file can’t be read. Check its permissions, or copy it to another folder."
    ),
    UploadProblem.EMPTY: QT_TRANSLATE_NOOP("Uploads", "The file is empty. Check that it has arrived on this computer."),
    UploadProblem.NO_MEDIA: QT_TRANSLATE_NOOP("Uploads", "This is neither an image nor a video. No platform takes it."),
    UploadProblem.UNSUPPORTED_TYPE: QT_TRANSLATE_NOOP(
        "Uploads", "No platform takes this type of file. Save images as JPEG or PNG, videos as MP4."
    ),
    UploadProblem.CHANGED: QT_TRANSLATE_NOOP("Uploads", "The file changed during the upload. Upload it again."),
    UploadProblem.NO_PICTURE: QT_TRANSLATE_NOOP(
        "Uploads", "This picture can’t be read and was not added. Copy it again, or save it as a file and drop that."
    ),
    UploadProblem.PICTURE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Uploads", "This picture is too large: 40 MB and 100 million pixels are the most. Copy a smaller part of it."
    ),
    UploadProblem.NOT_SAVED: QT_TRANSLATE_NOOP(
        "Uploads",
        "This picture can’t be saved on this computer and was not added. Free some disk space and try again, "
        "or save it as a file elsewhere and drop that.",
    ),
    UploadProblem.NO_SECRET: QT_TRANSLATE_NOOP(
        "Uploads", "The keyring has no secret for this upload target, or can’t be read. Enter the secret in the settings."
    ),
    UploadProblem.UNCONFIRMED: QT_TRANSLATE_NOOP(
        "Uploads", "This upload target came with a copied profile and is off. Turn it on in Settings → Data."
    ),
    UploadProblem.BAD_TARGET: QT_TRANSLATE_NOOP("Uploads", "The upload target isn’t set up correctly. Check it in the settings."),
    UploadProblem.UNREACHABLE: QT_TRANSLATE_NOOP(
        "Uploads", "The server doesn’t answer. Check its address in the settings and this computer’s connection."
    ),
    UploadProblem.KEY_REFUSED: QT_TRANSLATE_NOOP("Uploads", "The storage refused the access key and secret. Check both."),
    UploadProblem.NOT_ALLOWED: QT_TRANSLATE_NOOP(
        "Uploads", "The access key lacks the permission for this. Grant it at the storage."
    ),
    UploadProblem.NO_BUCKET: QT_TRANSLATE_NOOP("Uploads", "The storage has no such bucket. Check its name, region and endpoint."),
    UploadProblem.REFUSED: QT_TRANSLATE_NOOP(
        "Uploads", "The storage refused it. Try again later, or check the target’s settings."
    ),
    UploadProblem.NOT_PUBLIC: QT_TRANSLATE_NOOP(
        "Uploads", "The file isn’t public, so MyPostShare can’t read it. Make the bucket public, or check the public address."
    ),
    UploadProblem.OTHER_CONTENT: QT_TRANSLATE_NOOP(
        "Uploads", "The public address shows another file. Check that it belongs to this bucket."
    ),
    UploadProblem.NO_COMMAND: QT_TRANSLATE_NOOP("Uploads", "The command can’t be started. Check that the program can be run."),
    UploadProblem.COMMAND_FAILED: QT_TRANSLATE_NOOP("Uploads", "The command failed."),
    UploadProblem.NO_ADDRESS: QT_TRANSLATE_NOOP("Uploads", "The command printed no public https address."),
    UploadProblem.TOO_MUCH_OUTPUT: QT_TRANSLATE_NOOP("Uploads", "The command printed more than a megabyte and was stopped."),
    UploadProblem.TOO_SLOW: QT_TRANSLATE_NOOP("Uploads", "The command took too long and was stopped."),
    UploadProblem.STOPPED: QT_TRANSLATE_NOOP("Uploads", "Cancelled."),
}

_STEPS: Final = {
    TrialStep.WRITE: QT_TRANSLATE_NOOP("Uploads", "A small file was written."),
    TrialStep.READ: QT_TRANSLATE_NOOP("Uploads", "Everybody can read it at its public address."),
    TrialStep.DELETE: QT_TRANSLATE_NOOP("Uploads", "It was deleted again."),
    TrialStep.RUN: QT_TRANSLATE_NOOP("Uploads", "The command works. A small test picture stays at {0}"),
}

_FAILED_STEPS: Final = {
    TrialStep.WRITE: QT_TRANSLATE_NOOP("Uploads", "Writing a small file failed: {0}"),
    TrialStep.READ: QT_TRANSLATE_NOOP("Uploads", "Reading it at its public address failed: {0}"),
    TrialStep.DELETE: QT_TRANSLATE_NOOP("Uploads", "Deleting it failed, so it stays in the bucket: {0}"),
    TrialStep.RUN: "{0}",
}


def no_web_address() -> str:
    """Return the error for a typed text that is no public https address."""
    return translate("Problems", "Enter a public web address that begins with https://")


def url_problem_words(problem: UrlProblem) -> str:
    """Return why the address can't be used, and the next step."""
    return translate("Problems", _URL[problem])


def media_problem_words(problem: MediaProblem) -> str:
    """Return why the file can't be fetched, and the next step."""
    return translate("Problems", _MEDIA[problem])


def upload_problem_words(problem: UploadProblem) -> str:
    """Return why a file was not uploaded, and the next step."""
    return translate("Uploads", _UPLOADS[problem])


def step_words(tried: TrialResult) -> str:
    """Return the result of one step of an upload target's test."""
    if tried.problem is None:
        return translate("Uploads", _STEPS[tried.step]).format(tried.message)
    words = translate("Uploads", _FAILED_STEPS[tried.step]).format(upload_problem_words(tried.problem))
    return f"{words} {said_words(tried.message)}".strip()


def said_words(said: str) -> str:
    """Return the answer of the storage or the command, in one line."""
    line = one_line(said)
    return translate("Uploads", "Its answer: {0}").format(line) if line else ""
