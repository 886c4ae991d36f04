"""Who is asking: opaque cookies, kept in the database as hashes, and the proof that a form came from our own page.

Two cookies. The *visitor* cookie only ties a form to the browser it was shown in; it opens nothing. The *session* cookie is
made by the server with the first thing a person does, so that nobody can bring one along; it stands in the storage as an
identity that joined a conversation, and is worth nothing once that row is gone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.engine.personal import PersonalData
from bot.storage.protocol import Personal

CHANNEL = "web"
KEPT_SECONDS = 180 * 24 * 3600


@dataclass
class Visit:
    """One request's view of who is asking."""

    visitor: str
    """Content of the visitor cookie; made here when there was none."""
    new_visitor: bool
    session: str
    """Content of the session cookie, empty when there is none that counts."""
    conversation: str
    """Id of the conversation of that session, empty without one."""
    https: bool
    new_session: bool = False
    pending: str = ""
    """A session that waits for both sides to agree; it opens nothing."""

    @property
    def token(self) -> str:
        """What forms carry to show that they came from our page in this browser."""
        return hashlib.sha256(f"form:{self.visitor}".encode()).hexdigest()[:40]

    @property
    def identity(self) -> str:
        """The session as the storage knows it."""
        return identity_of(self.session)


def identity_of(session: str) -> str:
    """A session's name in the storage: its hash, so that nobody who reads the database can enter."""
    return hashlib.sha256(session.encode()).hexdigest()


def visit_of(request: Request, storage: Personal) -> Visit:
    """Who is asking; reads, and changes nothing."""
    https = request.url.scheme == "https"
    visitor = request.cookies.get(_cookie("visitor", https), "")
    session = request.cookies.get(_cookie("session", https), "")
    conversation = storage.conversation_of(CHANNEL, identity_of(session)) if 20 <= len(session) <= 100 else None
    new = not 20 <= len(visitor) <= 100
    return Visit(
        visitor=secrets.token_urlsafe(24) if new else visitor,
        new_visitor=new,
        session=session if conversation else "",
        conversation=conversation or "",
        https=https,
        pending=request.cookies.get(_cookie("pending", https), "")[:100],
    )


def new_session() -> str:
    """A session nobody can guess."""
    return secrets.token_urlsafe(32)


def sign_up(visit: Visit, personal: PersonalData) -> None:
    """Give the visit a session in a new conversation of its own."""
    session, conversation = new_session(), f"web-{secrets.token_hex(16)}"
    code = personal.offer_code(conversation)
    link = personal.show_code(code, CHANNEL, identity_of(session))
    personal.agree_here(conversation, link.number)
    personal.agree_there(CHANNEL, identity_of(session), link.number)
    enter(visit, session, conversation)


def enter(visit: Visit, session: str, conversation: str) -> None:
    """Let the visit go on in this session."""
    visit.session, visit.conversation, visit.new_session = session, conversation, True


def leave(visit: Visit, personal: PersonalData) -> None:
    """End the session everywhere: its cookie means nothing any more."""
    if visit.session:
        personal.leave(CHANNEL, visit.identity)
    visit.session, visit.conversation, visit.new_session = "", "", True


def set_cookies(visit: Visit, response: Response) -> None:
    """Send the cookies that are new."""
    if visit.new_visitor:
        _set(response, "visitor", visit.visitor, visit.https)
    if visit.new_session:
        _set(response, "session", visit.session, visit.https)


def set_pending(visit: Visit, response: Response, session: str) -> None:
    """Keep (or, when empty, forget) the session that waits to be agreed to."""
    _set(response, "pending", session, visit.https)


@dataclass(frozen=True)
class Pass:
    """What a colleague's browser holds for one section: the link's token, and the name the colleague gave."""

    token: str
    name: str


def pass_of(request: Request, number: int) -> Pass | None:
    """The pass for this section, None when there is none; whether it still opens anything is for the storage to say."""
    value = request.cookies.get(_cookie(f"section-{number}", request.url.scheme == "https"), "")
    token, _, name = value.partition(".")
    try:
        words = base64.urlsafe_b64decode(name.encode()).decode()
    except ValueError:
        return None
    return Pass(token, words) if token and words else None


def set_pass(visit: Visit, response: Response, number: int, given: Pass | None) -> None:
    """Keep a colleague's pass, or forget it when None."""
    name = base64.urlsafe_b64encode(given.name.encode()).decode() if given is not None else ""
    _set(response, f"section-{number}", f"{given.token}.{name}" if given is not None else "", visit.https)


def comes_from_us(request: Request, visit: Visit, token: str) -> bool:
    """Whether a form was sent by our own page in this browser: by its origin, and by the token it carries."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        return False
    return not visit.new_visitor and hmac.compare_digest(token.encode(), visit.token.encode())


def _cookie(name: str, https: bool) -> str:
    return f"__Host-shenbao-{name}" if https else f"shenbao-{name}"


def _set(response: Response, name: str, value: str, https: bool) -> None:
    response.set_cookie(
        _cookie(name, https), value, max_age=KEPT_SECONDS if value else 0, path="/", secure=https, httponly=True,
        samesite="lax",
    )  # fmt: skip
