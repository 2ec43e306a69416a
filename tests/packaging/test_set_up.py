"""`./run` and `./test` in a shell, with stand-ins for apt, dpkg and sudo that record their calls."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("run", "test", "packaging/setup.sh", "packaging/lock.sh", "packaging/fonts.sh")


@dataclass(frozen=True, slots=True)
class Machine:
    """A PATH of stand-ins. `calls` lists the calls with administrator's rights."""

    folder: Path

    @property
    def calls(self) -> list[str]:
        log = self.folder / "calls"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def has(self, command: str, body: str) -> None:
        script = self.folder / command
        script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        script.chmod(0o755)

    def sh(self, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run shell code that has read packaging/setup.sh."""
        return subprocess.run(
            ["/bin/sh", "-euc", f'root=$1; . "$root/packaging/setup.sh"; {code}', "sh", str(ROOT)],
            env={"PATH": str(self.folder), "LOG": str(self.folder / "calls"), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian without any of the packages installed, and a user without administrator's rights."""
    made = Machine(tmp_path)
    for command in ("env", "grep", "true", "uname"):
        (tmp_path / command).symlink_to(shutil.which(command) or command)
    made.has("id", "echo 1000")
    made.has("sudo", "exit 1")
    made.has("dpkg-query", "exit 1")
    made.has("apt-get", 'echo "$DEBIAN_FRONTEND apt-get $*" >>"$LOG"')
    return made


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_script_is_read_by_any_shell(shell: str, script: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n", str(ROOT / script)], check=True)


@pytest.mark.parametrize("script", ["run", "test", ".ci/run", "packaging/lock.sh"])
def test_script_can_be_started(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


def test_without_rights_one_line_is_shown_and_nothing_installed(machine: Machine) -> None:
    done = machine.sh("python_packages=python3.13-venv; install_system run")
    (line,) = [line.strip() for line in done.stderr.splitlines() if line.strip().startswith("sudo ")]
    assert line.startswith("sudo apt-get update && sudo apt-get install")
    assert {"python3.13-venv", "libegl1", "libxcb-cursor0"} <= set(line.split())
    assert machine.calls == []
    assert done.returncode == 0


def test_root_installs_what_is_missing_without_questions(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has("dpkg-query", 'for last; do :; done; [ "$last" = libegl1 ] || printf installed')
    done = machine.sh("python_packages=; install_system run")
    update, install = machine.calls
    assert update.startswith("noninteractive apt-get update")
    assert install.startswith("noninteractive apt-get install")
    assert install.endswith("--no-install-recommends libegl1")
    assert done.returncode == 0


def test_sudo_without_a_password_serves_too(machine: Machine) -> None:
    machine.has("sudo", 'shift; exec "$@"')
    machine.sh("python_packages=; install_system test")
    assert "xvfb" in machine.calls[-1].split()
    assert "libegl1" in machine.calls[-1].split()


def test_where_all_is_there_apt_is_not_asked(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has("dpkg-query", "printf installed")
    done = machine.sh("python_packages=; install_system test")
    assert (machine.calls, done.stderr) == ([], "")


def test_a_failing_apt_is_shown_with_the_line_to_run(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has("apt-get", "echo 'E: no route to the archive'; exit 100")
    done = machine.sh("python_packages=; install_system run")
    assert "E: no route to the archive" in done.stderr
    assert "\n    sudo apt-get update && sudo apt-get install" in done.stderr
    assert done.returncode == 0


def test_without_apt_the_needs_are_named(machine: Machine) -> None:
    (machine.folder / "apt-get").unlink()
    done = machine.sh("python_packages=; install_system run")
    assert "libegl1" in done.stderr
    assert done.returncode == 0


def test_the_first_python_that_is_new_enough_is_taken(machine: Machine) -> None:
    machine.has("python3", "echo")
    machine.has("python3.12", "echo 3.12")
    machine.has("python3.11", "echo 3.11")
    assert machine.sh('find_python; echo "$found $version"').stdout == "python3.12 3.12\n"


def test_a_named_python_is_the_only_candidate(machine: Machine) -> None:
    machine.has("python3", "echo 3.13")
    machine.has("my python", "echo 3.11")
    named = str(machine.folder / "my python")
    assert machine.sh('find_python; echo "$found $version"', PYTHON=named).stdout == f"{named} 3.11\n"
    assert machine.sh("find_python", PYTHON="/nowhere/python").returncode != 0


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "run"), *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_with_no_display_the_tour_is_offered() -> None:
    done = run()
    assert done.returncode == 1
    assert "no display" in done.stderr
    assert "./run --tour DIR" in done.stderr


@pytest.mark.parametrize("argument", ["--version", "--help", "--tour", "--tour=pictures"])
def test_what_opens_no_window_needs_no_display(argument: str) -> None:
    done = run(argument, PYTHON="/nowhere/python")
    assert "no display" not in done.stderr
    assert "PYTHON=/nowhere/python is no Python of version 3.11 or newer" in done.stderr
    assert done.returncode == 1
