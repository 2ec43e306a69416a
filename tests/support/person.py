"""A person's actions on the connect page, without a browser: the form is sent, and the redirect is followed."""

import re
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape


def decide(connect_url: str, decision: str = "allow", account: str = "") -> str:
    """Send the page's form; return the text of the page where the browser ends, empty where that cannot be reached."""
    form = urllib.parse.urlencode({"decision": decision, "account": account}).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(connect_url, form, timeout=2) as answer:
            text: str = answer.read().decode()
        if onward := re.search(r'http-equiv="refresh" content="\d+;url=([^"]+)"', text):
            with opener.open(unescape(onward[1]), timeout=2) as answer:
                text = answer.read().decode()
        return text
    except urllib.error.HTTPError as error:
        error.close()
        return ""
    except OSError:
        return ""


def free_ports(count: int) -> tuple[int, ...]:
    """Return ports of this computer that no program listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return tuple(each.getsockname()[1] for each in sockets)
    finally:
        for each in sockets:
            each.close()


def listens(port: int) -> bool:
    """Return True where a program listens on that port of this computer."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def held(port: int) -> Iterator[None]:
    """Listen on that port of this computer, as another program would."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", port))
        holder.listen()
        yield
