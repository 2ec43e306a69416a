"""Run as a program: does to a KeyStore what standard input says, line by line in JSON, and prints what came of it.

{"do": "read" | "write" | "delete", "key": …, "profile": …, "patience": seconds}
"""

import asyncio
import json
import logging
import sys

from postdesk.store.keys import Kept, KeyStore

WORKSPACE = 1


async def main() -> None:
    stores: dict[str, KeyStore] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        profile = asked.get("profile", "one")
        store = stores.setdefault(profile, KeyStore(profile, asked.get("patience", 20)))
        await act(store, asked)


async def act(store: KeyStore, asked: dict[str, str]) -> None:
    match asked["do"]:
        case "write":
            say(await store.write(WORKSPACE, asked["key"]), asked["key"])
        case "delete":
            await store.delete(WORKSPACE)
            say(await store.read(WORKSPACE), "")
        case _:
            say(await store.read(WORKSPACE), asked.get("key", ""))


def say(kept: Kept, key: str) -> None:
    logging.getLogger("probe").debug("%r", kept)
    print(json.dumps({"place": kept.place, "same": kept.key == key}), flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    asyncio.run(main())
