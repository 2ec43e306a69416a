"""The ports of this computer: free ones, and those that a program listens on."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


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


def is_listening(port: int) -> bool:
    """Return True where a program listens on that port of this computer."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def port_in_use(port: int) -> Iterator[None]:
    """Listen on that port of this computer, as another program would."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", port))
        holder.listen()
        yield
