"""The first request finds everything loaded, so that the window does not wait for it."""

import os
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src"
_PROGRAM = """
import asyncio, sys
from postdesk.api.client import ApiClient
from postdesk.api.transport import load_http_backend
from postdesk.domain.remote import PostFilter

load_http_backend()

class Searches(list):
    def find_spec(self, name, path=None, target=None):
        self.append(name)

async def answer(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\n\\r\\n[]")
    await writer.drain()

async def ask():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    client = ApiClient(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "a-key")
    before = set(sys.modules)
    sys.meta_path.insert(0, searches := Searches())
    listed = await client.list_posts(PostFilter(), cause="test")
    loaded = {name for name in set(sys.modules) - before if not name.startswith("encodings.")}
    searched = {name for name in searches if not name.startswith("encodings.")}
    print(len(listed.posts), "posts, and loaded:", *sorted(loaded | searched))
    await client.aclose()

asyncio.run(ask())
"""


def test_the_first_request_loads_nothing_and_looks_for_nothing() -> None:
    environment = os.environ | {"PYTHONPATH": str(SOURCES)}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "0 posts, and loaded:"
