"""What the window says of files on their way to a public address, and of the places where they go."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.uploads import Step, Tried, UploadFlaw


def flaw_words(flaw: UploadFlaw) -> str:
    """Why a file has no address, and what to do next."""
    tr = QCoreApplication.translate
    words = {
        UploadFlaw.SEVERAL: tr("Uploads", "A post takes one file. Drop one, and make another post for the next."),
        UploadFlaw.FOLDER: tr("Uploads", "This is a folder. Drop a file that is in it."),
        UploadFlaw.GONE: tr("Uploads", "The file isn’t there any more. It may have been moved or renamed; choose it again."),
        UploadFlaw.UNREADABLE: tr("Uploads", "The file can’t be read. Check who may open it, or copy it to another folder."),
        UploadFlaw.EMPTY: tr("Uploads", "The file is empty. It may still be on its way to this computer."),
        UploadFlaw.NO_MEDIA: tr("Uploads", "This is neither an image nor a video, so no platform takes it."),
        UploadFlaw.TAKEN_BY_NONE: tr(
            "Uploads", "No platform takes a file of this kind. Save it as JPEG or PNG, a video as MP4, and drop that one."
        ),
        UploadFlaw.CHANGED: tr(
            "Uploads", "The file was changed while it was uploaded, so its address would show half of it. Upload it again."
        ),
        **_picture_flaws(),
        **_storage_flaws(),
        **_command_flaws(),
    }
    return words[flaw]


def _picture_flaws() -> dict[UploadFlaw, str]:
    tr = QCoreApplication.translate
    return {
        UploadFlaw.NO_PICTURE: tr(
            "Uploads",
            "This picture can’t be read, so the post has none of it. Copy it again, or save it as a file and drop that.",
        ),
        UploadFlaw.PICTURE_TOO_LARGE: tr(
            "Uploads", "This picture is too large: 40 MB and 100 million pixels are the most. Copy a smaller part of it."
        ),
        UploadFlaw.NOT_KEPT: tr(
            "Uploads",
            "This picture can’t be saved on this computer, so the post has none of it. Make room on the disk and try again, "
            "or save it as a file elsewhere and drop that.",
        ),
    }


def _storage_flaws() -> dict[UploadFlaw, str]:
    tr = QCoreApplication.translate
    return {
        UploadFlaw.NO_SECRET: tr(
            "Uploads", "There is no secret for this upload target in the keyring, or it can’t be read. Enter it in the settings."
        ),
        UploadFlaw.UNCONFIRMED: tr(
            "Uploads", "This upload target came with a copied profile and is off. Turn it on in Settings, on the page “Data”."
        ),
        UploadFlaw.BAD_TARGET: tr("Uploads", "The upload target can’t be used as it is set up. Look at it in the settings."),
        UploadFlaw.UNREACHABLE: tr(
            "Uploads", "The server doesn’t answer. Check its address in the settings and this computer’s connection."
        ),
        UploadFlaw.KEY_REFUSED: tr("Uploads", "The storage doesn’t accept the access key with this secret. Check both."),
        UploadFlaw.NOT_ALLOWED: tr("Uploads", "The access key isn’t allowed to do this. Give it that right at the storage."),
        UploadFlaw.NO_BUCKET: tr("Uploads", "The storage knows no such bucket. Check its name, the region and the address."),
        UploadFlaw.REFUSED: tr("Uploads", "The storage refused it. Try again later, or look at the target in the settings."),
        UploadFlaw.NOT_PUBLIC: tr(
            "Uploads", "Not everybody can read it. Make the bucket public, or check the public address: MyPostShare has no key."
        ),
        UploadFlaw.OTHER_CONTENT: tr("Uploads", "The public address shows something else. Check that it leads to this bucket."),
    }


def _command_flaws() -> dict[UploadFlaw, str]:
    tr = QCoreApplication.translate
    return {
        UploadFlaw.NO_COMMAND: tr("Uploads", "The command can’t be started. Check that the program is there and may be run."),
        UploadFlaw.COMMAND_FAILED: tr("Uploads", "The command failed."),
        UploadFlaw.NO_ADDRESS: tr("Uploads", "The command printed no public https address."),
        UploadFlaw.TALKATIVE: tr("Uploads", "The command printed more than a megabyte, so it was ended."),
        UploadFlaw.TOO_SLOW: tr("Uploads", "The command took longer than it may, so it was ended."),
        UploadFlaw.STOPPED: tr("Uploads", "It was cancelled."),
    }


def step_words(tried: Tried) -> str:
    """What a step of a test did, or why it could not."""
    tr = QCoreApplication.translate
    if tried.flaw is None:
        done = {
            Step.WRITE: tr("Uploads", "A small file could be written."),
            Step.READ: tr("Uploads", "Everybody can read it at its public address."),
            Step.DELETE: tr("Uploads", "It is deleted again."),
            Step.RUN: tr("Uploads", "The command works. A small picture of it stays at {0}"),
        }
        return done[tried.step].format(tried.said)
    failed = {
        Step.WRITE: tr("Uploads", "Writing a small file failed: {0}"),
        Step.READ: tr("Uploads", "Reading it at its public address failed: {0}"),
        Step.DELETE: tr("Uploads", "Deleting it failed, so it stays in the bucket: {0}"),
        Step.RUN: "{0}",
    }
    words = failed[tried.step].format(flaw_words(tried.flaw))
    return f"{words} {said_words(tried.said)}".strip()


def said_words(said: str) -> str:
    """What the storage or the command said of it, in one line."""
    line = " ".join(said.split())
    return QCoreApplication.translate("Uploads", "It says: {0}").format(line) if line else ""
