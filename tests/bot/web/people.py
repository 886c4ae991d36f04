"""A browser without scripts, in front of the page: follows links, sends the forms it sees, keeps cookies."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
from starlette.testclient import TestClient

from bot.channels.web.app import create_app
from bot.channels.web.limits import Limits
from bot.channels.web.site import Site
from bot.dialogue.answers import stored
from bot.dialogue.models import World
from bot.effects import Effects
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.storage.memory import MemoryStorage
from bot.storage.protocol import Storage
from bot.uploads.reading import Reader
from tests.bot.dialogue.worlds import NOW, FakeGuide, example_world

BASE = "http://testserver"


def make_site(
    folder: Path, storage: Storage | None = None, world: Callable[[], World] = example_world, **more: Any
) -> Site:
    """The page over the example programmes or others, storage in memory, a fake guide and the real document."""

    def fill(form: Any, answers: Any, out: Path) -> Any:
        from forms.document import fill as write

        return write(form, answers, out)

    clock = Clock.standing(NOW)
    engine = Engine(
        storage or MemoryStorage(clock.steady),
        world,
        Effects(FakeGuide, fill, folder, read=Reader()),
        clock,
        folder=folder,
    )
    return Site(engine, folder, **{"limits": Limits(posts=10_000)} | more)


@dataclass
class Form:
    """A form as it stands in a page."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    id: str = ""
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and words of its buttons."""


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.area = self.button = None  # type: ignore[var-annotated]
        self.ids: list[str] = []
        self.owner: tuple[str, str] | None = None
        self.owned: list[tuple[str, str, tuple[str, str, str]]] = []
        """Buttons that belong to a form elsewhere by `form=`: its id, where they send it, and the button."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if "id" in got:
            self.ids.append(got["id"])
        if tag == "form":
            self.open = Form(got.get("action", ""), id=got.get("id", ""))
            self.forms.append(self.open)
        elif tag == "button" and "form" in got:
            self.owner = got["form"], got.get("formaction", "").partition("#")[0]
            self.button = (got.get("name", ""), got.get("value", ""), "")
        elif self.open is None:
            return
        elif tag == "input" and "name" in got and got.get("type") != "file":
            chosen = "checked" in got or got.get("type") not in ("radio", "checkbox")
            values = self.open.values.setdefault(got["name"], [])
            if chosen:
                values.append(got.get("value", ""))
        elif tag == "textarea":
            self.area = got["name"]
            self.open.values[self.area] = [""]
        elif tag == "button":
            self.button = (got.get("name", ""), got.get("value", ""), "")

    def handle_data(self, data: str) -> None:
        if self.area is not None and self.open is not None:
            self.open.values[self.area][0] += data
        elif self.button is not None:
            self.button = (*self.button[:2], self.button[2] + data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = None
        elif tag == "button" and self.button is not None and self.owner is not None:
            self.owned.append((*self.owner, self.button))
            self.owner = self.button = None
        elif tag == "button" and self.button is not None and self.open is not None:
            self.open.buttons.append(self.button)
            self.button = None


@dataclass
class Person:
    """Somebody with a browser of their own."""

    site: Site
    client: TestClient
    page: httpx.Response | None = None

    @classmethod
    def new(cls, site: Site, **more: Any) -> Person:
        return cls(site, TestClient(create_app(site), base_url=more.pop("base_url", BASE), **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        self.page = self.client.get(path, **more)
        return self.page

    @property
    def html(self) -> str:
        assert self.page is not None
        return self.page.text

    def forms(self) -> list[Form]:
        parser = _Forms()
        parser.feed(self.html)
        by_id = {form.id: form for form in parser.forms}
        owned = [
            Form(action or by_id[id_].action, by_id[id_].values, id_, [button]) for id_, action, button in parser.owned
        ]
        return [*owned, *parser.forms]

    def ids(self) -> list[str]:
        parser = _Forms()
        parser.feed(self.html)
        return parser.ids

    def form(self, action: str, **has: str) -> Form:
        """The first form of that action whose hidden values are these."""
        return next(
            f for f in self.forms() if f.action == action and all(v in f.values.get(k, []) for k, v in has.items())
        )

    def send(
        self, form: Form, button: tuple[str, str] | None = None, /, files: Any = None, **values: Any
    ) -> httpx.Response:
        """Send the form with other values in it; what it answers, redirects followed."""
        data: dict[str, Any] = {k: v for k, v in form.values.items() if v}
        data |= {k: v if isinstance(v, list) else [v] for k, v in values.items()}
        if button is not None:
            data[button[0]] = [button[1]]
        self.page = self.client.post(form.action, data=data, files=files)
        return self.page

    def press(self, words: str, **typed: Any) -> httpx.Response:
        """Press the first button with these words, with what is typed in the form it belongs to."""
        for form in self.forms():
            for name, value, said in form.buttons:
                if said == words:
                    return self.send(form, (name, value) if name else None, **typed)
        raise AssertionError(f"no button {words!r}: {[b[2] for f in self.forms() for b in f.buttons]}")

    def say(self, text: str) -> httpx.Response:
        """Say something on the line at the bottom."""
        return self.send(self.form("/say"), text=text)

    def answer(self, key: str, /, *button: str, **values: Any) -> httpx.Response:
        """Fill in the field where it is asked or being edited."""
        names = {name.replace("__", "."): value for name, value in values.items()}
        form = self.form("/enter", field=key)
        return self.send(form, (button[0], button[1]) if button else None, **names)

    def begin(self, program: str = "template") -> None:
        """Enter a programme and begin to fill."""
        self.get(f"/p/{program}")
        self.press("进入这个项目")
        self.press("开始填表")

    @property
    def conversation(self) -> str:
        """Id of the conversation of this browser's session."""
        from bot.channels.web.sessions import identity_of

        session = next(c.value for c in self.client.cookies.jar if c.name.endswith("session"))
        return self.site.engine.storage.conversation_of("web", identity_of(session or "")) or ""

    def answers(self, program: str = "template") -> dict[str, Any]:
        """What stands in the log."""
        return stored(self.site.engine.look(self.conversation).cases[program])

    def words(self) -> str:
        """The page's text without markup."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html))
