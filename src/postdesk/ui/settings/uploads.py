"""The page of upload targets for local files, since MyPostShare takes public addresses only."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from postdesk.domain.uploads import Bucket, TrialResult, UploadCommand, UploadTarget
from postdesk.engine.upload_targets import UploadTargets
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import FieldForm
from postdesk.ui.kit.icon_label import StateLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, fill
from postdesk.ui.kit.list_boxes import list_box
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.settings_page import SettingsPage, buttons_row, text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.target_forms import BucketForm, CommandForm
from postdesk.ui.text.file_problems import step_words
from postdesk.ui.text.states import Tone

_ROWS: Final = 4


class UploadsPage(SettingsPage):
    """The list of targets and the form of one. The form is saved by its button, since a target has to be complete."""

    def __init__(self, targets: UploadTargets, theme: Theme) -> None:
        intro = self.tr(
            "MyPostShare needs public addresses, not files. Postdesk first uploads the files you drop to your own storage: "
            "S3-compatible storage, or any place through your own command."
        )
        super().__init__(self.tr("Uploads"), "uploads", intro)
        self._targets, self._theme = targets, theme
        self._shown: UploadTarget | None = None
        self._being_added: UploadTarget | None = None
        self._testing = self._save_again = False
        self.list = list_box("settings.uploads.list", self.tr("Upload targets"), _ROWS)
        self.name = text_field("settings.uploads.name", self.tr("Name"), self.tr("Your name for it"))
        self.bucket, self.command = BucketForm("settings.uploads"), CommandForm("settings.uploads")
        self._parts: tuple[QWidget, ...] = ()
        self._problem = NoticeBar(theme, "settings.uploads.problem")
        self._steps = TrialStepList(theme)
        self._make_buttons()
        self._lay_out()
        self._wire()
        self.refresh()

    def refresh(self) -> None:
        """Read the list again, and keep the chosen target."""
        chosen = self._shown.id if self._shown else 0
        with QSignalBlocker(self.list):
            self.list.clear()
            for target in self._targets.all():
                words = self.tr("{0} · default").format(target.name) if target.preferred else target.name
                item = QListWidgetItem(words, self.list)
                item.setData(Qt.ItemDataRole.UserRole, target.id)
                if target.id == chosen:
                    self.list.setCurrentItem(item)
        self.list.setVisible(self.list.count() > 0)
        if self.list.count() and self.list.currentRow() < 0 and not (self._shown and not chosen):
            self.list.setCurrentRow(0)
        elif chosen:
            self._show_known()

    def begin_new(self, place: Bucket | UploadCommand) -> None:
        """Show an empty form for a new target."""
        self.list.setCurrentRow(-1)
        self._show(UploadTarget(0, "", place))
        self.name.setFocus()

    def _show_known(self) -> None:
        row = self.list.currentRow()
        target = None if row < 0 else self._targets.get(int(self.list.item(row).data(Qt.ItemDataRole.UserRole)))
        if target:
            self._show(target)
        elif not (self._shown and not self._shown.id):
            self._show_none()

    def _show(self, target: UploadTarget) -> None:
        self._shown, self._being_added = target, None
        self.name.setText(target.name)
        if isinstance(target.place, Bucket):
            self.bucket.show_bucket(target.place, kept=bool(target.id))
        else:
            self.command.show_command(target.place)
        unused = self.command if isinstance(target.place, Bucket) else self.bucket
        for part in self._parts:
            part.setVisible(part is not unused)
        self._prefer.setVisible(bool(target.id) and not target.preferred)
        self._delete.setVisible(bool(target.id))
        self._problem.hide()
        self._steps.clear()

    def _show_none(self) -> None:
        self._shown = None
        for part in (*self._parts, self._problem):
            part.hide()
        self._steps.clear()

    def _typed(self) -> UploadTarget | None:
        """Return the typed target; None where a value is missing or invalid, which is shown."""
        if self._shown is None:
            return None
        form: BucketForm | CommandForm = self.bucket if isinstance(self._shown.place, Bucket) else self.command
        name = self.name.text().strip()
        if problem := (form.problem() if name else self.tr("Enter a name.")) or self._secret_missing():
            self._problem.tell(problem, Tone.BAD, "circle-x")
            return None
        self._problem.hide()
        return UploadTarget(self._shown.id, name, form.place(), self._shown.preferred)

    def _secret_missing(self) -> str:
        if self._shown is None or not isinstance(self._shown.place, Bucket) or self.bucket.secret.text().strip():
            return ""
        if not self._shown.id:
            return self.tr("Paste the secret of the access key.")
        moved = self._shown.place.origin != self.bucket.place().origin
        return self.tr("Paste the secret again. The stored one is for another address.") if moved else ""

    def _save(self) -> None:
        """Save the target. A second save waits until a new target has its id: it would be added twice."""
        self._save_again = self._being_added is not None
        if not self._save_again and (target := self._typed()):
            self._being_added = None if target.id else target
            self._targets.save(target, self.bucket.secret.text().strip())

    def _kept(self, target: UploadTarget, target_id: int) -> None:
        """Take over the id of a saved target, and save later input under it; nothing where another target is shown by now."""
        if target is self._being_added:
            self._being_added = None
        elif not (self._shown and self._shown.id == target_id):
            return
        if not target_id:
            return
        self._shown = self._targets.get(target_id)
        if self._save_again:
            self._save()
            return
        self.refresh()
        self._problem.tell(self.tr("Saved."), Tone.GOOD, "circle-check")

    def _session_only(self) -> None:
        self._problem.tell(self.tr("No keyring found. The secret is kept until Postdesk closes."), Tone.ATTENTION, "key-round")

    def _try(self) -> None:
        """Start the test, or stop the running one."""
        if self._testing:
            self._targets.stop_test()
        elif target := self._typed():
            self._steps.clear()
            self._testing = True
            self._test.set_text(self.tr("Stop"))
            self._problem.tell(self.tr("Testing…"), Tone.LOCKED, "loader")
            self._targets.test(target, self.bucket.secret.text().strip())

    def _tested(self) -> None:
        self._testing = False
        self._test.set_text(self.tr("Test"))
        self._problem.hide()

    def _forget(self) -> None:
        if self._shown and self._shown.id:
            self._targets.delete(self._shown.id)
            self._show_none()

    def _make_buttons(self) -> None:
        theme = self._theme
        self._add_bucket = Button(theme, self.tr("Add bucket"), "settings.uploads.add_bucket", icon="plus")
        self._add_command = Button(theme, self.tr("Add command"), "settings.uploads.add_command", icon="plus")
        self._save_button = Button(theme, self.tr("Save"), "settings.uploads.save", role="primary")
        self._test = Button(theme, self.tr("Test"), "settings.uploads.test")
        self._prefer = Button(theme, self.tr("Make default"), "settings.uploads.prefer")
        self._delete = Button(theme, self.tr("Delete"), "settings.uploads.delete", role="danger", icon="trash-2")

    def _lay_out(self) -> None:
        name, buttons = QWidget(), QWidget()
        form = FieldForm(self.name)
        form.setContentsMargins(0, 8, 0, 0)
        name.setLayout(form)
        buttons.setLayout(buttons_row(self._save_button, self._test, self._prefer, self._delete))
        self._parts = (name, self.bucket, self.command, buttons)
        for part in (*self._parts, self._problem):
            part.hide()
        adding = buttons_row(self._add_bucket, self._add_command)
        fill(self.body, self.list, adding, *self._parts, self._problem, self._steps, ROOM)

    def _wire(self) -> None:
        for signal, slot in (
            (self.list.currentItemChanged, self._show_known),
            (self._add_bucket.clicked, lambda: self.begin_new(Bucket("", "", ""))),
            (self._add_command.clicked, lambda: self.begin_new(UploadCommand(()))),
            (self._save_button.clicked, self._save),
            (self._test.clicked, self._try),
            (self._prefer.clicked, lambda: self._targets.prefer(self._shown.id) if self._shown else None),
            (self._delete.clicked, self._forget),
            (self.bucket.changed, self._problem.hide),
            (self.command.changed, self._problem.hide),
            (self._targets.saved, self._kept),
            (self._targets.session_only, self._session_only),
            (self._targets.changed, self.refresh),
            (self._targets.tried, self._steps.tell),
            (self._steps.step_added, self.show_part),
            (self._targets.tested, self._tested),
        ):
            signal.connect(slot)


class TrialStepList(QWidget):
    """The steps of an upload test. `step_added` carries a new line's widget once it has its place."""

    step_added = Signal(QWidget)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines = column_of()
        self.setLayout(self._lines)

    def tell(self, tried: TrialResult) -> None:
        """Add a step, and announce it."""
        good, words = tried.problem is None, step_words(tried)
        mark = StateLabel(self._theme, "circle-check" if good else "circle-x", words, Tone.GOOD if good else Tone.BAD, wrap=True)
        identify(mark.label, f"settings.uploads.step.{tried.step}")
        self._lines.addWidget(mark)
        QTimer.singleShot(0, mark, partial(self.step_added.emit, mark))
        announce(self, words, urgent=not good)

    def clear(self) -> None:
        """Remove all steps."""
        clear_layout(self._lines)
