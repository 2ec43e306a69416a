"""The user's own upload program, as a real process."""

import os
import sys
import time
from pathlib import Path
from threading import Event, Timer

import pytest
from tests.support.processes import until

from postdesk.domain.uploads import TrialStep, UploadCommand, UploadFailed, UploadProblem
from postdesk.media.upload_command import run_upload_command
from postdesk.media.upload_trial import try_upload

ADDRESS = "https://cdn.example.com/a.png"


def program(code: str, patience_s: int = 20) -> UploadCommand:
    return UploadCommand((sys.executable, "-c", code, "{file}"), patience_s)


def failure(command: UploadCommand, stop: Event | None = None) -> UploadFailed:
    with pytest.raises(UploadFailed) as caught:
        run_upload_command(command, Path("/tmp/a.png"), stop or Event())
    return caught.value


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except OSError:
        return True


def test_the_last_address_that_it_prints_is_taken() -> None:
    code = f"print('uploading…'); print('http://not.example.com'); print('https://first.example.com/1'); print(' {ADDRESS} ')"
    assert run_upload_command(program(code), Path("/tmp/a.png"), Event()) == ADDRESS


def test_it_gets_the_path_as_one_argument_and_no_shell_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "a b; touch $(echo evil) 'x'.png"
    code = f"import sys, pathlib; pathlib.Path({str(tmp_path / 'seen')!r}).write_text(repr(sys.argv[1:])); print({ADDRESS!r})"
    run_upload_command(program(code), file, Event())
    assert (tmp_path / "seen").read_text() == repr([str(file)])
    assert sorted(each.name for each in tmp_path.iterdir()) == ["seen"]


@pytest.mark.parametrize("printed", ["", "done!", "http://cdn.example.com/a.png", "https://localhost/a.png", "https://"])
def test_what_is_no_public_address_is_junk(printed: str) -> None:
    why = failure(program(f"print({printed!r})"))
    assert (why.problem, why.message) == (UploadProblem.NO_ADDRESS, printed)


def test_one_that_fails_says_why_by_the_end_of_its_errors() -> None:
    why = failure(program("import sys; sys.stderr.write('x' * 9000 + ' <b>no quota</b>'); sys.exit(3)"))
    assert why.problem is UploadProblem.COMMAND_FAILED
    assert why.message.endswith(" <b>no quota</b>")
    assert len(why.message) == 2000


def test_one_that_prints_without_end_is_ended() -> None:
    began = time.monotonic()
    assert failure(program("while True: print('x' * 1000)")).problem is UploadProblem.TOO_MUCH_OUTPUT
    assert time.monotonic() - began < 10


def test_ten_megabytes_are_too_much_though_an_address_follows() -> None:
    assert failure(program(f"print('x' * 10_000_000); print({ADDRESS!r})")).problem is UploadProblem.TOO_MUCH_OUTPUT


def test_one_that_hangs_is_ended_after_its_time_with_all_that_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        "import os, subprocess, sys, time, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}'); time.sleep(60)"
    )
    assert failure(program(code, patience_s=2)).problem is UploadProblem.TOO_SLOW
    until(lambda: all(gone(int(pid)) for pid in pids.read_text().split()))


def test_one_that_is_cancelled_ends_at_once() -> None:
    stop = Event()
    Timer(0.5, stop.set).start()
    began = time.monotonic()
    assert failure(program("import time; time.sleep(60)"), stop).problem is UploadProblem.STOPPED
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("arguments", [("/nowhere/at/all", "{file}"), ("/etc/hostname", "{file}"), (), ("a\0b",)])
def test_what_is_no_program(arguments: tuple[str, ...]) -> None:
    assert failure(UploadCommand(arguments)).problem is UploadProblem.NO_COMMAND


def test_a_test_runs_it_with_a_small_picture_and_tells_the_address() -> None:
    code = f"import sys; assert open(sys.argv[1], 'rb').read(4) == b'\\x89PNG'; print({ADDRESS!r})"
    (only,) = try_upload(program(code), "", "", "", Event())
    assert (only.step, only.problem, only.message) == (TrialStep.RUN, None, ADDRESS)
