"""What the window says of files on their way to a public address, and of the places where they go."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.uploads import Step, Tried, UploadFlaw

translate = QCoreApplication.translate


def flaw_words(flaw: UploadFlaw) -> str:
    """Why a file has no address, and what to do next."""
    words = {
        UploadFlaw.SEVERAL: translate("Uploads", "A post takes one file. Drop one, and make another post for the next."),
        UploadFlaw.FOLDER: translate("Uploads", "This is a folder. Drop a file that is in it."),
        UploadFlaw.GONE: translate(
            "Uploads", "The file isn’t there any more. It may have been moved or renamed; choose it again."
        ),
        UploadFlaw.UNREADABLE: translate(
            "Uploads", "The file can’t be read. Check who may open it, or copy it to another folder."
        ),
        UploadFlaw.EMPTY: translate("Uploads", "The file is empty. It may still be on its way to this computer."),
        UploadFlaw.NO_MEDIA: translate("Uploads", "This is neither an image nor a video, so no platform takes it."),
        UploadFlaw.TAKEN_BY_NONE: translate(
            "Uploads", "No platform takes a file of this kind. Save it as JPEG or PNG, a video as MP4, and drop that one."
        ),
        UploadFlaw.CHANGED: translate(
            "Uploads", "The file was changed while it was uploaded, so its address would show half of it. Upload it again."
        ),
        **_picture_flaws(),
        **_storage_flaws(),
        **_command_flaws(),
    }
    return words[flaw]


def _picture_flaws() -> dict[UploadFlaw, str]:
    return {
        UploadFlaw.NO_PICTURE: translate(
            "Uploads",
            "This picture can’t be read, so the post has none of it. Copy it again, or save it as a file and drop that.",
        ),
        UploadFlaw.PICTURE_TOO_LARGE: translate(
            "Uploads", "This picture is too large: 40 MB and 100 million pixels are the most. Copy a smaller part of it."
        ),
        UploadFlaw.NOT_KEPT: translate(
            "Uploads",
            "This picture can’t be saved on this computer, so the post has none of it. Make room on the disk and try again, "
            "or save it as a file elsewhere and drop that.",
        ),
    }


def _storage_flaws() -> dict[UploadFlaw, str]:
    return {
        UploadFlaw.NO_SECRET: translate(
            "Uploads", "There is no secret for this upload target in the keyring, or it can’t be read. Enter it in the settings."
        ),
        UploadFlaw.UNCONFIRMED: translate(
            "Uploads", "This upload target came with a copied profile and is off. Turn it on in Settings, on the page “Data”."
        ),
        UploadFlaw.BAD_TARGET: translate(
            "Uploads", "The upload target can’t be used as it is set up. Look at it in the settings."
        ),
        UploadFlaw.UNREACHABLE: translate(
            "Uploads", "The server doesn’t answer. Check its address in the settings and this computer’s connection."
        ),
        UploadFlaw.KEY_REFUSED: translate("Uploads", "The storage doesn’t accept the access key with this secret. Check both."),
        UploadFlaw.NOT_ALLOWED: translate(
            "Uploads", "The access key isn’t allowed to do this. Give it that right at the storage."
        ),
        UploadFlaw.NO_BUCKET: translate(
            "Uploads", "The storage knows no such bucket. Check its name, the region and the address."
        ),
        UploadFlaw.REFUSED: translate(
            "Uploads", "The storage refused it. Try again later, or look at the target in the settings."
        ),
        UploadFlaw.NOT_PUBLIC: translate(
            "Uploads", "Not everybody can read it. Make the bucket public, or check the public address: MyPostShare has no key."
        ),
        UploadFlaw.OTHER_CONTENT: translate(
            "Uploads", "The public address shows something else. Check that it leads to this bucket."
        ),
    }


def _command_flaws() -> dict[UploadFlaw, str]:
    return {
        UploadFlaw.NO_COMMAND: translate(
            "Uploads", "The command can’t be started. Check that the program is there and may be run."
        ),
        UploadFlaw.COMMAND_FAILED: translate("Uploads", "The command failed."),
        UploadFlaw.NO_ADDRESS: translate("Uploads", "The command printed no public https address."),
        UploadFlaw.TALKATIVE: translate("Uploads", "The command printed more than a megabyte, so it was ended."),
        UploadFlaw.TOO_SLOW: translate("Uploads", "The command took longer than it may, so it was ended."),
        UploadFlaw.STOPPED: translate("Uploads", "It was cancelled."),
    }


def step_words(tried: Tried) -> str:
    """What a step of a test did, or why it could not."""
    if tried.flaw is None:
        done = {
            Step.WRITE: translate("Uploads", "A small file could be written."),
            Step.READ: translate("Uploads", "Everybody can read it at its public address."),
            Step.DELETE: translate("Uploads", "It is deleted again."),
            Step.RUN: translate("Uploads", "The command works. A small picture of it stays at {0}"),
        }
        return done[tried.step].format(tried.said)
    failed = {
        Step.WRITE: translate("Uploads", "Writing a small file failed: {0}"),
        Step.READ: translate("Uploads", "Reading it at its public address failed: {0}"),
        Step.DELETE: translate("Uploads", "Deleting it failed, so it stays in the bucket: {0}"),
        Step.RUN: "{0}",
    }
    words = failed[tried.step].format(flaw_words(tried.flaw))
    return f"{words} {said_words(tried.said)}".strip()


def said_words(said: str) -> str:
    """What the storage or the command said of it, in one line."""
    line = " ".join(said.split())
    return translate("Uploads", "It says: {0}").format(line) if line else ""
