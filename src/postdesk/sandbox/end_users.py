"""End users and their connections."""

import uuid
from dataclasses import replace

from postdesk.sandbox.accounts import accounts_of
from postdesk.sandbox.bodies import EndUserBody
from postdesk.sandbox.faults import Faults, Kind, Subject
from postdesk.sandbox.moments import Clock, to_text
from postdesk.sandbox.records import CONNECTED, NEEDS_RECONNECT, Connection, EndUser
from postdesk.sandbox.refusal import missing
from postdesk.sandbox.state import State


class EndUsers:
    def __init__(self, state: State, clock: Clock, faults: Faults) -> None:
        self._state, self._clock, self._faults = state, clock, faults

    def upsert(self, body: EndUserBody) -> EndUser:
        """Create the end user, or replace the whole record: a missing field is empty afterwards."""
        now = to_text(self._clock.now())
        known = self._state.end_user(body.external_user_id)
        user = EndUser(
            external_user_id=body.external_user_id,
            id=known.id if known else str(uuid.uuid4()),
            display_name=body.display_name,
            email=body.email,
            metadata=body.metadata,
            created_at=known.created_at if known else now,
            updated_at=now,
        )
        self._state.save(user)
        return user

    def get(self, external_user_id: str) -> EndUser:
        """Return the end user. Refuses an unknown one with 404."""
        user = self._state.end_user(external_user_id)
        if user is None:
            raise missing("end user")
        return user

    def connections(self, external_user_id: str) -> tuple[Connection, ...]:
        self.get(external_user_id)
        return self._state.connections(external_user_id)

    def connections_for_client(self, external_user_id: str) -> tuple[Connection, ...]:
        """Return the list for a client's request. An armed fault may first set a connection to "needs reconnect"."""
        for connection in self.connections(external_user_id):
            subject = Subject("connections", external_user_id, (connection.platform,))
            if connection.status == CONNECTED and self._faults.take({Kind.NEEDS_RECONNECT}, subject):
                self.set_status(connection, NEEDS_RECONNECT)
        return self.connections(external_user_id)

    def connect(self, external_user_id: str, platform: str, account_id: str) -> Connection:
        """Connect the account: an existing connection of that platform keeps its id, and may change its account."""
        known = self._state.connection(external_user_id, platform)
        link_id = known.id if known else str(uuid.uuid4())
        connection = Connection(external_user_id, platform, link_id, CONNECTED, account_id)
        self._state.save(connection)
        return connection

    def put(self, external_user_id: str, platform: str, status: str, account_id: str | None) -> Connection:
        """Set a connection's status by hand; a missing connection is created first."""
        self.get(external_user_id)
        known = self._state.connection(external_user_id, platform)
        if known is None or account_id is not None:
            known = self.connect(external_user_id, platform, account_id or accounts_of(platform)[0].id)
        return self.set_status(known, status)

    def set_status(self, connection: Connection, status: str) -> Connection:
        changed = replace(connection, status=status)
        self._state.save(changed)
        return changed

    def disconnect(self, external_user_id: str, platform: str) -> None:
        self.get(external_user_id)
        connection = self._state.connection(external_user_id, platform)
        if connection is None:
            raise missing("connection")
        self._state.delete_connection(connection)
