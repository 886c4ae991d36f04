"""What every route needs: the engine, the programmes, the pages, and the bounds. Made once, holds nothing of any person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.channels.web.limits import Limits
from bot.dialogue.models import World
from bot.engine.engine import Engine
from bot.texts import text
from forms import office
from forms.loader import Form

HERE = Path(__file__).parent
STATIC = HERE / "static"
VENDOR = STATIC / "vendor"


@dataclass(frozen=True)
class Site:
    """The shared services of the page."""

    engine: Engine
    data_dir: Path
    """Documents stand under `documents/<conversation>/`."""
    blank: Callable[[str], Path | None] = lambda slug: None
    """The authority's own blank of a programme, when one was bound in this installation."""
    ready: Callable[[], str] = lambda: ""
    """Why the service cannot be used now, empty when it can."""
    https: bool = False
    telegram_bot: str = ""
    """User name of the Telegram bot, for links to it; empty without one."""
    limits: Limits = field(default_factory=Limits)
    scripted: bool = True
    """Whether pages use JavaScript where it is there; off shows what remains without it."""

    office: bool = True
    """Whether LibreOffice is used where it is there; off shows what remains without it."""

    @property
    def world(self) -> World:
        """Packs, forms, rules and today's date."""
        return self.engine.world()

    def form(self, slug: str) -> Form:
        """The form of a programme."""
        return self.world.forms[slug]

    @cached_property
    def templates(self) -> Jinja2Templates:
        """The pages."""
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals["say"] = text
        return Jinja2Templates(env=environment)

    def vendored(self, name: str) -> bool:
        """Whether a file from npm is there; without it pages work plainly."""
        return self.scripted and (VENDOR / name).is_file()

    @cached_property
    def assets(self) -> dict[str, bool]:
        """Which parts of the page's outfit are there."""
        return {
            "pico": (VENDOR / "pico.min.css").is_file(),
            "htmx": self.vendored("htmx.min.js") and self.vendored("hx-sse.min.js"),
            "pdf": self.office and office.office() is not None,
            "pictures": self.office and office.makes_pictures(),
            "preview": self.vendored("docx-preview.min.js") and self.vendored("jszip.min.js"),
        }
