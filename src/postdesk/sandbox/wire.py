"""Records in the form of the API text: JSON objects with its field names."""

from postdesk.sandbox.accounts import find_account
from postdesk.sandbox.records import Connection, ConnectSession, Echo, EndUser, PlatformResult, Post

Json = dict[str, object]


def upserted_end_user(user: EndUser) -> Json:
    """Return the response of POST /v1/end-users."""
    times: Json = {"createdAt": user.created_at, "updatedAt": user.updated_at}
    return _end_user(user) | {"metadata": dict(user.metadata)} | times


def end_user_summary(user: EndUser, connections: tuple[Connection, ...]) -> Json:
    """Return the response of GET /v1/end-users/:externalUserId."""
    connected = sum(each.status == "connected" for each in connections)
    counts = {"total": len(connections), "connected": connected, "failed": len(connections) - connected}
    return _end_user(user) | {"connectionSummary": counts}


def connection(it: Connection) -> Json:
    account = find_account(it.platform, it.account_id)
    return {
        "id": it.id,
        "platform": it.platform,
        "status": it.status,
        "remoteAccountId": it.account_id,
        "remoteUsername": account.username if account else None,
        "accountType": account.kind if account else None,
    }


def created_session(it: ConnectSession, connect_url: str) -> Json:
    """Return the response of POST /v1/connect-sessions."""
    return {"id": it.id, "status": it.status, "platform": it.platform, "connectUrl": connect_url}


def session(it: ConnectSession) -> Json:
    """Return the response of GET /v1/connect-sessions/:id."""
    return {
        "id": it.id,
        "status": it.status,
        "platform": it.platform,
        "externalUserId": it.external_user_id,
        "errorCode": it.error_code,
        "updatedAt": it.updated_at,
    }


def post(it: Post, echo: Echo) -> Json:
    """Return the response of the two POSTs and of GET /v1/posts/:id."""
    return post_line(it, echo) | {"platformResults": [_result(each) for each in it.results]}


def post_line(it: Post, echo: Echo) -> Json:
    """Return an item of GET /v1/posts, without results in the API text. A switch selects the fields that are repeated (G6)."""
    line: Json = {"id": it.id, "mode": it.mode, "status": it.status, "externalUserId": it.external_user_id}
    if it.schedule_at and echo.schedule_at:
        line["scheduleAt"] = it.schedule_at
    if echo.content:
        line |= {"content": it.content, "platforms": list(it.platforms)}
    if echo.token:
        line["metadata"] = dict(it.metadata)
    if echo.results:
        line |= {"createdAt": it.created_at, "platformResults": [_result(each) for each in it.results]}
    return line


def ledger_line(it: Post) -> Json:
    """Return all data of a post, for testers only."""
    return post(it, Echo(token=True, content=True)) | {
        "title": it.title,
        "mediaUrl": it.media_url,
        "thumbnailUrl": it.thumbnail_url,
        "scheduleAt": it.schedule_at,
        "createdAt": it.created_at,
        "outside": it.outside,
        "accounts": {each.platform: each.account_id for each in it.results},
        "publishedAt": {each.platform: each.published_at for each in it.results},
    }


def _end_user(user: EndUser) -> Json:
    names: Json = {"displayName": user.display_name, "email": user.email}
    return {"id": user.id, "externalUserId": user.external_user_id} | names


def _result(it: PlatformResult) -> Json:
    result: Json = {"platform": it.platform, "status": it.status}
    if it.external_id:
        result["externalId"] = it.external_id
    if it.error_code:
        result |= {"errorCode": it.error_code, "errorMessage": it.error_message}
    return result
