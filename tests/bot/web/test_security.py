"""Who may do what: sessions, forms from elsewhere, other people's things, sizes, rates, headers, file names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.limits import Buckets, Limits
from bot.channels.web.names import attachment, safe_name
from bot.channels.web.site import Site
from tests.bot.web.people import Form, Person, make_site

POSTS = (
    "/say", "/press", "/enter", "/filing/import", "/filing/batch", "/filing/proposals", "/filing/export",
    "/link/offer", "/link/agree", "/link/leave",
    "/resume", "/resume/agree", "/mine/delete",
    "/h/{token}", "/section/enter", "/section/import", "/section/rejected.xlsx", "/section/leave", "/filing/handover", "/filing/handover/end",
)  # fmt: skip


def token_of(person: Person) -> str:
    person.get("/")
    return person.form("/say").values["token"][0]


@pytest.mark.parametrize("path", POSTS)
def test_forms_from_elsewhere_are_refused(person: Person, path: str):
    """W03: no token, a wrong token, another origin, a cross-site fetch: 403, and nothing happens."""
    token = token_of(person)
    for data, headers in (
        ({}, {}),
        ({"token": "x" * 40}, {}),
        ({"token": token}, {"Origin": "https://evil.example"}),
        ({"token": token}, {"Origin": "null"}),
        ({"token": token}, {"Sec-Fetch-Site": "cross-site"}),
        ({"token": token}, {"Sec-Fetch-Site": "same-site"}),
    ):
        data = data | {"code": "program:template", "text": "x"}
        assert person.client.post(path, data=data, headers=headers).status_code == 403
    assert person.site.engine.storage._conversations == {}


def test_every_route_that_changes_something_is_among_them(person: Person):
    """A new form cannot be forgotten here."""
    routes = {getattr(r, "path", "") for r in person.client.app.routes if "POST" in (getattr(r, "methods", None) or ())}
    from fastapi.routing import APIRoute

    def walk(routes):  # type: ignore[no-untyped-def]
        for route in routes:
            if isinstance(route, APIRoute):
                if "POST" in route.methods:
                    yield route.path
            elif hasattr(route, "routes"):
                yield from walk(route.routes)
            elif hasattr(route, "original_router"):
                yield from walk(route.original_router.routes)

    assert set(walk(person.client.app.routes)) | (routes - {""}) == set(POSTS)


def test_another_browsers_token_is_worth_nothing(site: Site):
    """The token belongs to one browser."""
    token = token_of(Person.new(site))
    other = Person.new(site)
    other.get("/")
    assert other.client.post("/say", data={"token": token, "text": "x"}).status_code == 403


def test_sessions_are_made_by_the_server_alone(person: Person):
    """W04: a session somebody brings along is not taken; after leaving, the old one opens nothing."""
    person.client.cookies.set("shenbao-session", "a" * 43, domain="testserver.local")
    person.begin()
    person.answer("unit_name", value="甲大学")
    kept = [c.value for c in person.client.cookies.jar if c.name == "shenbao-session" and c.value != "a" * 43]
    assert len(kept) == 1
    assert person.answers()
    person.get("/link")
    person.send(Form("/link/leave", {"token": [token_of(person)]}))
    thief = Person.new(person.site)
    thief.client.cookies.set("shenbao-session", kept[0] or "")
    thief.get("/filing")
    assert "甲大学" not in thief.html
    assert "选一个项目" in thief.words()


def test_nobody_sees_what_is_anothers(site: Site):
    """W01: another browser sees no answer, no document, no export; ids in addresses open nothing."""
    owner, other = Person.new(site), Person.new(site)
    owner.begin()
    owner.answer("unit_name", value="甲大学")
    owner.send(Form("/filing/export", {"token": [token_of(owner)]}))
    name = next((site.data_dir / "documents" / owner.conversation).iterdir()).name
    assert owner.get(f"/documents/{name}").status_code == 200
    other.begin()
    for path in (
        f"/documents/{name}",
        f"/documents/..%2F{owner.conversation}%2F{name}",
        f"/documents/%2e%2e/{owner.conversation}/{name}",
    ):
        assert other.get(path).status_code == 404
    for path in ("/filing", "/filing/answers", "/filing/form", "/filing/answers.json", "/mine.json", "/"):
        assert "甲大学" not in other.get(path).text
    assert Person.new(site).get("/mine.json").status_code == 404


@pytest.mark.parametrize(("scheme", "name"), [("https", "__Host-shenbao-session"), ("http", "shenbao-session")])
def test_cookies_are_locked(site: Site, scheme: str, name: str):
    """HttpOnly and SameSite always; on https Secure and bound to the host."""
    person = Person.new(site, base_url=f"{scheme}://testserver")
    person.get("/")
    answer = person.client.post(
        "/press",
        data={"token": person.form("/press").values["token"][0], "code": "program:template"},
        follow_redirects=False,
    )
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith(name))
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/"))
    assert ("Secure" in cookie) is (scheme == "https")
    assert "Domain" not in cookie


@pytest.mark.parametrize("path", ["/", "/filing", "/healthz", "/static/app.css", "/nothing"])
def test_headers_stand_on_every_answer(person: Person, path: str):
    """No sniffing, no framing, no inline script, nothing from elsewhere, nothing kept in caches."""
    headers = person.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] in ("no-store", "no-cache")


def test_the_preview_alone_allows_the_documents_own_styles(person: Person):
    """The frame can be framed by us only, runs our scripts only, and can send no form."""
    policy = person.get("/filing/preview").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert "form-action 'none'" in policy


def test_https_is_told_to_browsers_when_it_is_there(tmp_path: Path):
    """HSTS goes with the setting."""
    assert "Strict-Transport-Security" in Person.new(make_site(tmp_path, https=True)).get("/").headers
    assert "Strict-Transport-Security" not in Person.new(make_site(tmp_path)).get("/").headers


def test_bodies_are_bounded_before_they_are_read(tmp_path: Path):
    """W07, U05: too large by its word or by its bytes: 413; JSON and other kinds: 415; the service goes on."""
    person = Person.new(make_site(tmp_path, limits=Limits(form_bytes=50_000, upload_bytes=100_000, posts=10_000)))
    token = token_of(person)
    assert person.client.post("/say", data={"token": token, "text": "字" * 30_000}).status_code == 413

    def endless():  # type: ignore[no-untyped-def]
        for _ in range(100):
            yield b"text=" + b"x" * 10_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert person.client.post("/say", content=endless(), headers=headers).status_code == 413
    for content in (b"[" * 20_000, b"{}", b""):
        answer = person.client.post("/say", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 415
    assert person.client.post("/say", content=b"x", headers={"Content-Length": "-1"}).status_code in (400, 413, 415)
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert person.client.post("/filing/import", content=b"--x\r\nnonsense", headers=broken).status_code in (400, 403)
    assert person.get("/").status_code == 200


def test_too_many_forms_have_to_wait(tmp_path: Path):
    """A burst is let through, then 429 with the time to wait; reading stays free."""
    person = Person.new(make_site(tmp_path, limits=Limits(posts=3, posts_per_second=0.001)))
    token = token_of(person)
    codes = [person.client.post("/say", data={"token": token, "text": "x"}).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert person.get("/").status_code == 200


def test_buckets_fill_again_and_forget_the_oldest():
    """A token comes back with time; only so many clients are remembered."""
    now = [0.0]
    buckets = Buckets(Limits(posts=2, posts_per_second=1, clients=2), clock=lambda: now[0])
    assert [buckets.take("a") == 0 for _ in range(3)] == [True, True, False]
    now[0] = 1.0
    assert buckets.take("a") == 0
    buckets.take("b")
    buckets.take("c")
    assert buckets.take("a") == 0


def test_way_back_stays_here(person: Person):
    """A form cannot lead away from the site."""
    token = token_of(person)
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"):
        data = {"token": token, "code": "do:help", "back": back}
        answer = person.client.post("/press", data=data, follow_redirects=False)
        assert answer.headers["location"] == "/filing"


@given(st.text(max_size=300))
def test_file_names_are_safe_on_every_system(text: str):
    """D13: no path, quote, line end, control or direction mark, reserved name; at most 255 bytes; the header is ASCII."""
    name = safe_name(text, "docx")
    assert not set(name) & set('/\\:*?"<>|;%\r\n\0\u202e')
    assert len(name.encode()) <= 255
    assert name.endswith(".docx")
    assert not name.startswith(".")
    header = attachment(name)
    assert header.isascii()
    assert "\r" not in header
    assert "\n" not in header


@pytest.mark.parametrize(
    "text", ["CON", "nul", "com1", "con.x", "..", "", "a/b", "\u202ecod.exe", "x" * 400, "甲" * 300, 'a"b\r\nX: y']
)
def test_hostile_names(text: str):
    """The worst ones, one by one."""
    name = safe_name(text, "docx")
    stem = name.removesuffix(".docx")
    assert stem
    assert stem.split(".")[0].upper() not in {"CON", "NUL", "COM1"}
    assert ".." not in name


def test_an_unforeseen_fault_tells_nothing_of_itself(site: Site):
    """500 with a kind sentence; no trace, no path."""
    broken = replace(site, engine=site.engine)
    person = Person.new(broken, raise_server_exceptions=False)
    person.client.app.state.site = replace(site, engine=None)  # type: ignore[arg-type]
    answer = person.client.get("/filing")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text


def test_everything_about_me_can_be_taken_along_and_deleted(person: Person):
    """The export holds the answers; deleting needs a yes, is at once and whole, and ends the session."""
    person.begin()
    person.answer("unit_name", value="甲大学")
    person.send(Form("/filing/export", {"token": [token_of(person)]}))
    conversation, folder = person.conversation, person.site.data_dir / "documents"
    assert "甲大学" in person.get("/mine.json").text
    token = token_of(person)
    person.client.post("/mine/delete", data={"token": token})
    assert person.site.engine.look(conversation).cases
    person.client.post("/mine/delete", data={"token": token, "sure": "1"})
    assert not person.site.engine.look(conversation).cases
    assert not (folder / conversation).exists()
    assert "选一个项目" in Person(person.site, person.client).get("/filing").text
