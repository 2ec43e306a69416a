"""S3-compatible storage on this computer, which checks each signature, and a web server that serves its content publicly."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.support.ports import free_ports, is_listening

from postdesk.domain.uploads import Bucket

ACCESS_KEY = "AKIAPOSTDESKTEST"
SECRET = "canary-s3-secret-51c0ffee"
_PATIENCE_S = 30.0


class _Quiet(SimpleHTTPRequestHandler):
    def log_request(self, *said: object) -> None:
        pass

    def log_error(self, *said: object) -> None:
        pass


@dataclass
class S3Server:
    """One bucket, "media", in `folder`. `public` is the address under which everybody reads its content."""

    folder: Path
    port: int
    public: str
    process: "subprocess.Popen[bytes] | None" = None
    _told: int = 0

    @property
    def bucket(self) -> Bucket:
        return Bucket("media", ACCESS_KEY, f"{self.public}/media", f"http://127.0.0.1:{self.port}", prefix="posts")

    def start(self) -> None:
        """Start it anew, with the content of its folder."""
        environment = {**os.environ, "NANIO_ACCESS_KEY": ACCESS_KEY, "NANIO_SECRET_KEY": SECRET}
        place = ("--data-dir", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port))
        command = (sys.executable, "-m", "nanio", "serve", *place)
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.DEVNULL)
        end = time.monotonic() + _PATIENCE_S
        while not is_listening(self.port):
            assert self.process.poll() is None, "the storage server ended"
            assert time.monotonic() < end, "the storage server does not listen"
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it, as a computer does that loses its power."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def objects(self) -> list[str]:
        """Return the names of the objects in the bucket."""
        files = (file for file in (self.folder / "media").rglob("*") if file.is_file() and ".nanio-meta" not in file.parts)
        return sorted(str(file.relative_to(self.folder / "media")) for file in files)

    @property
    def _log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    def taken(self) -> list[int]:
        """Return the numbers of the accepted parts, in the order of the requests, since the last call."""
        told = re.findall(r'"PUT [^"]*partNumber=(\d+)[^"]*" 200', self._log.read_text())
        told, self._told = told[self._told :], len(told)
        return [int(number) for number in told]

    def forget(self) -> None:
        """Delete the parts of unfinished uploads, as a storage does that keeps them for some days only."""
        # Out of the server's sight in one step: a part that still arrives would bring back a folder that is deleted bit by bit.
        forgotten = self.folder.with_name(f"{self.folder.name}.forgotten")
        with suppress(FileNotFoundError):
            (self.folder / ".nanio" / "multipart").rename(forgotten)
        shutil.rmtree(forgotten, ignore_errors=True)

    def parts(self) -> list[str]:
        """Return the files of unfinished uploads."""
        # Not Path.rglob: a folder may be removed during the walk.
        return sorted(name for _, _, names in os.walk(self.folder / ".nanio") for name in names)


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """Run the server, with an empty bucket."""
    (folder / "media").mkdir(parents=True)
    web = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=web.serve_forever, daemon=True).start()
    server = S3Server(folder, free_ports(1)[0], f"http://127.0.0.1:{web.server_port}")
    server.start()
    try:
        yield server
    finally:
        server.stop()
        web.shutdown()
        web.server_close()
