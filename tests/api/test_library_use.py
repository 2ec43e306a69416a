"""The client as a library without Qt, and the same on the Qt loop of the app."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.sandbox_process import SandboxProcess

import postdesk
from postdesk.api import errors
from postdesk.api.errors import ApiError, ErrorKind

USE = """
import asyncio, json, sys, urllib.request
from postdesk.api.client import ApiClient
from postdesk.api.redirect_listener import RedirectListener
from postdesk.domain.remote import EndUser, OutgoingPost, PostFilter

async def mark():
    marks.append(await asyncio.to_thread(lambda: "committed"))

async def use(base_url, key):
    client = ApiClient(base_url, key)
    listener = RedirectListener([0], lambda: marks.append("hit"))
    await listener.start()
    with await asyncio.to_thread(urllib.request.urlopen, listener.redirect_uri) as answer:
        assert answer.status == 200
    await client.upsert_end_user(EndUser("library"), cause="")
    try:
        await client.publish(OutgoingPost("library", "x" * 100_000, ("linkedin",)), mark=mark, cause="")
    except Exception as error:
        marks.append(str(error))
    assert (await client.list_posts(PostFilter("library"), cause="")).posts == ()
    await listener.close()
    await client.aclose()

marks = []
new_loop = None
if sys.argv[3] == "qt":
    import qasync
    from PySide6.QtWidgets import QApplication
    application = QApplication([])
    new_loop = lambda: qasync.QEventLoop(application)
with asyncio.Runner(loop_factory=new_loop) as runner:
    runner.run(use(sys.argv[1], sys.argv[2]))
print(json.dumps([marks, sorted(name for name in sys.modules if name.startswith(("PySide6.", "postdesk.")))]))
"""


def use_on(loop: str, sandbox: SandboxProcess) -> tuple[list[str], list[str]]:
    environment = os.environ | {"PYTHONPATH": str(Path(postdesk.__file__).parents[1]), "QT_QPA_PLATFORM": "offscreen"}
    environment |= {"no_proxy": "*", "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-c", USE, sandbox.base_url, sandbox.key, loop]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    marks, modules = json.loads(done.stdout)
    return marks, modules


def test_without_qt_and_without_the_other_layers(sandbox: SandboxProcess) -> None:
    marks, modules = use_on("asyncio", sandbox)
    assert marks == ["hit", "committed", "validation_refused 400"]
    assert [name for name in modules if not name.startswith(("postdesk.api", "postdesk.domain"))] == []


def test_on_the_qt_loop(sandbox: SandboxProcess) -> None:
    marks, modules = use_on("qt", sandbox)
    assert marks == ["hit", "committed", "validation_refused 400"]
    assert "PySide6.QtWidgets" in modules


def test_the_errors_need_only_the_standard_library() -> None:
    code = "import sys; before = set(sys.modules); import postdesk.api.errors; print(*sorted(set(sys.modules) - before))"
    environment = os.environ | {"PYTHONPATH": str(Path(postdesk.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} <= {"postdesk", *sys.stdlib_module_names}


def test_every_kind_of_error_is_in_the_printed_tree_and_has_a_name_of_its_own() -> None:
    def leaves(kind: type[ApiError]) -> list[type[ApiError]]:
        return [leaf for child in kind.__subclasses__() for leaf in leaves(child)] or [kind]

    classes = leaves(ApiError)
    assert sorted(leaf.kind for leaf in classes) == sorted(ErrorKind)
    assert all(f" {leaf.__name__} " in (errors.__doc__ or "") for leaf in classes)
