"""A program that runs the commands of standard input on a KeyStore, line by line in JSON, and prints the results.

{"do": "read" | "write" | "delete", "key": …, "profile": …, "owner": …, "origin": …, "patience": seconds, "unbound": origin}, or
{"do": "keep" | "look", "user": …, "key": …} for an entry of that name, in another version's format.
"""

import asyncio
import json
import logging
import sys
from typing import Any

from postdesk.store.keys import SERVICE, KeyStore, StoredKey

ORIGIN = "https://mypostshare.example"


async def main() -> None:
    stores: dict[str, KeyStore] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] in {"keep", "look"}:
            as_another_version(asked)
            continue
        profile = asked.get("profile", "one")
        unbound = {1: asked["unbound"]} if "unbound" in asked else {}
        made = KeyStore(profile, asked.get("patience", 20), unbound=unbound, bound=lambda owner: say_bound(owner))
        await act(stores.setdefault(profile, made), asked)


async def act(store: KeyStore, asked: dict[str, Any]) -> None:
    owner, origin = asked.get("owner", 1), asked.get("origin", ORIGIN)
    match asked["do"]:
        case "write":
            say(await store.write(owner, origin, asked["key"]), asked["key"])
        case "delete":
            await store.delete(owner, origin)
            say(await store.read(owner, origin), "")
        case _:
            say(await store.read(owner, origin), asked.get("key", ""))


def as_another_version(asked: dict[str, Any]) -> None:
    import keyring

    if asked["do"] == "keep":
        keyring.set_password(SERVICE, asked["user"], asked["key"])
    found = keyring.get_password(SERVICE, asked["user"])
    print(json.dumps({"place": "keyring" if found else "nowhere", "same": (found or "") == asked.get("key", "")}), flush=True)


def say(kept: StoredKey, key: str) -> None:
    logging.getLogger("probe").debug("%r", kept)
    print(json.dumps({"place": kept.location, "same": kept.key == key}), flush=True)


def say_bound(owner: int) -> None:
    logging.getLogger("probe").debug("bound: %s", owner)


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    asyncio.run(main())
