"""The forms of an upload target: a bucket, or a command."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from postdesk.domain.links import url_problem
from postdesk.domain.uploads import FILE, Bucket, UploadCommand
from postdesk.ui.kit.forms import FieldForm, check_box, number_box, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.plain_text import set_tone, typed_text
from postdesk.ui.kit.settings_page import text_field

_LINES: Final = 5
_LONGEST_S: Final = 7200


class BucketForm(QWidget):
    """Fields for S3-compatible storage; `changed` follows each key."""

    changed = Signal()

    def __init__(self, identifier: str) -> None:
        super().__init__()
        names = (
            ("bucket", self.tr("Bucket"), "my-media"),
            ("public_base", self.tr("Public address"), "https://media.example.com"),
            ("endpoint", self.tr("Endpoint"), self.tr("Amazon’s, or https://… of another provider")),
            ("region", self.tr("Region"), "us-east-1"),
            ("prefix", self.tr("Folder"), self.tr("None")),
            ("access_key", self.tr("Access key"), ""),
        )
        self._fields = {key: text_field(f"{identifier}.{key}", name, example) for key, name, example in names}
        self.secret = text_field(f"{identifier}.secret", self.tr("Secret"))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        in_path = self.tr("Bucket name in the path (most providers except Amazon)")
        self.path_style = check_box(f"{identifier}.path_style", in_path)
        self._lay_out()
        for field in (*self._fields.values(), self.secret):
            field.textEdited.connect(self._edited)
        self.path_style.clicked.connect(self.changed)

    def show_bucket(self, bucket: Bucket, *, kept: bool) -> None:
        """Show a bucket's values; `kept`: its stored secret is not shown, and stays unless another one is typed."""
        for key, field in self._fields.items():
            field.setText(getattr(bucket, key))
            set_tone(field, "")
        self.path_style.setChecked(bucket.path_style)
        self.secret.clear()
        self.secret.setPlaceholderText(self.tr("Unchanged") if kept else self.tr("Paste here"))

    def place(self) -> Bucket:
        """Return the typed values, without surrounding white space."""
        words = {key: field.text().strip() for key, field in self._fields.items()}
        return Bucket(**words, path_style=self.path_style.isChecked())

    def problem(self) -> str:
        """Return the problem of the input, and mark its fields; empty where there is none."""
        bucket = self.place()
        wrong = set(bucket.invalid_fields)
        if url_problem(bucket.public_base):
            wrong.add("public_base")
        for key, field in self._fields.items():
            set_tone(field, "bad" if key in wrong else "")
        if not wrong:
            return ""
        names = ", ".join(field.accessibleName() for key, field in self._fields.items() if key in wrong)
        return self.tr("Missing or invalid: {0}.").format(names)

    def _edited(self) -> None:
        for field in self._fields.values():
            set_tone(field, "")
        self.changed.emit()

    def _lay_out(self) -> None:
        form = FieldForm(*self._fields.values(), self.secret)
        form.add("", self.path_style)
        public = self.tr(
            "Everybody can read the bucket’s files at the public address. MyPostShare and the platforms fetch them from "
            "there, without a key."
        )
        kept = self.tr(
            "The secret is stored in this computer’s keyring, never in a file. Without a keyring it is kept until Postdesk "
            "closes. Use a key that may only write, read and delete in this bucket."
        )
        self.setLayout(column_of(form, remark(public), remark(kept)))


class CommandForm(QWidget):
    """A program and its arguments, one a line; `changed` follows each key."""

    changed = Signal()

    def __init__(self, identifier: str) -> None:
        super().__init__()
        example = f"/usr/local/bin/upload\n--public\n{FILE}"
        self.arguments = QPlainTextEdit(tabChangesFocus=True, placeholderText=example)
        self.arguments.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 24)
        identify(self.arguments, f"{identifier}.arguments", self.tr("Program and arguments, one per line"))
        self.patience = number_box(f"{identifier}.patience", self.tr("Time limit"), 1, _LONGEST_S, self.tr(" seconds"))
        form = FieldForm()
        form.add(self.tr("Command"), self.arguments)
        form.add(self.tr("Time limit"), self.patience)
        text = self.tr(
            "Enter the program on the first line and each argument on its own line. {0} stands for the file’s path. No "
            "shell is used. The last https address that the command prints is used. It runs for each upload, even of the "
            "same file."
        )
        keys = self.tr(
            "Don’t enter passwords or keys here: these lines are stored as plain text, also in backups and copies. Keep "
            "keys in the program’s own settings."
        )
        self.setLayout(column_of(form, remark(text.replace("{0}", FILE)), remark(keys)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.arguments.textChanged.connect(self.changed)
        self.patience.valueChanged.connect(self.changed)

    def show_command(self, command: UploadCommand) -> None:
        """Show a command's values."""
        self.arguments.setPlainText("\n".join(command.arguments))
        self.patience.setValue(command.patience_s)

    def place(self) -> UploadCommand:
        """Return the typed command: each line is an argument, empty ones included, except those at the end."""
        typed = typed_text(self.arguments.document()).rstrip("\n")
        return UploadCommand(tuple(typed.split("\n")) if typed.strip() else (), self.patience.value())

    def problem(self) -> str:
        """Return the problem of the input; empty where there is none."""
        arguments = self.place().arguments
        if not arguments or not arguments[0].strip():
            return self.tr("Enter the program on the first line.")
        if not any(FILE in argument for argument in arguments[1:]):
            return self.tr("Enter {0} on its own line, in place of the file’s path.").replace("{0}", FILE)
        return ""
