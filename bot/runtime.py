"""Opens the engine over an assembly: storage, effects, packs and clock put together. Channels start here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from bot.dialogue.messages import DraftText, Lifted, ProposeFields
from bot.dialogue.models import World
from bot.drafting_texts import Drafting
from bot.effects import Asked, Effects, Written
from bot.engine.clock import Clock
from bot.engine.engine import Drawer, Engine
from bot.engine.pinning import Pins
from bot.engine.trial import ProcessTrial
from bot.incoming import Source
from bot.settings import environment
from bot.suggesting import Suggesting
from bot.uploads import licence
from bot.uploads.reading import Reader
from forms.loader import Form
from forms.models import Field, SharedFieldsFile
from knowledge.models import Answer
from programs.registry import Pack
from programs.values import Answers
from programs.yamlfile import read_model

_OF_A_TRIAL = ("data_dir", "programs_dir", "chroma_url", "llm_model", "llm_base_url", "llm_api_key")
"""Settings by which a turn is made; nothing of where it comes from, goes to, or is kept."""


class Assembled(Protocol):
    """What a runtime needs of the assembly."""

    @property
    def packs(self) -> Mapping[str, Pack]:
        """Slug to pack."""
        ...

    @property
    def answerer(self) -> Any:
        """What answers questions."""
        ...

    @property
    def gaps(self) -> Callable[[str, Answer], None]:
        """Where questions that were refused are handed in."""
        ...

    @property
    def model(self) -> Any:
        """The language model behind its guard, None when none is set."""
        ...

    @property
    def settings(self) -> Any:
        """Where the data directory is, and which database."""
        ...

    def blank(self, slug: str) -> Path | None:
        """The authority's own blank, when one was bound on this machine."""
        ...

    def world(self) -> World:
        """Packs, forms, rules and today's date."""
        ...


def open_runtime(
    assembly: Assembled,
    *,
    scripted: bool = False,
    drawers: Mapping[str, Drawer] | None = None,
    sources: Mapping[str, Source] | None = None,
    clock: Clock | None = None,
) -> Engine:
    """The engine over an assembly. A scripted conversation is kept in memory alone and leaves the person's own untouched.

    Raises:
        StorageFault: the database cannot be opened; the message says why and what to do.
    """
    clock = clock or Clock()
    data_dir: Path = assembly.settings.data_dir
    world, effects = world_of(assembly), effects_of(assembly, data_dir, sources)
    if scripted:
        from bot.storage.memory import MemoryStorage

        return Engine(MemoryStorage(clock.steady), world, effects, clock, drawers=drawers or {}, folder=data_dir)
    from bot.storage.opening import open_storage

    effects = replace(effects, refused=assembly.gaps)
    url = assembly.settings.database_url.get_secret_value()
    opened = open_storage(data_dir, clock.steady, url=url)
    pins = Pins(opened.storage, data_dir / "packs")
    return Engine(
        opened.storage, world, effects, clock, drawers=drawers or {}, folder=data_dir, owner=opened.owner, pins=pins,
        trial=ProcessTrial(environment(assembly.settings, *_OF_A_TRIAL)),
    )  # fmt: skip


def world_of(assembly: Assembled) -> Callable[[], World]:
    """What yields the world as of now, with the fields of the organisation itself."""
    shared: dict[str, Field] = {}

    def world() -> World:
        if not shared:
            shared.update(shared_fields(assembly.packs))
        opened = assembly.world()
        asks_model = bool(assembly.settings.llm_model)
        return replace(opened, shared=shared, asks_model=asks_model, reads_photos=licence.installed())

    return world


def effects_of(assembly: Assembled, folder: Path, sources: Mapping[str, Source] | None = None) -> Effects:
    """What performs the effects, with documents and notes below `folder`."""

    def answerer() -> Asked:
        found: Asked = assembly.answerer
        return found

    def fill(form: Form, answers: Answers, out: Path) -> Written:
        from forms.document import fill as write  # lxml and the blank, so only when a document is wanted

        return write(form, answers, out, blank=assembly.blank(form.pack.slug))

    def draft(effect: DraftText, world: World) -> str:
        return Drafting(assembly.model)(effect, world) if assembly.model is not None else ""

    lines = licence.recognised if licence.installed() else None

    def propose(effect: ProposeFields, world: World) -> tuple[Lifted, ...]:
        model = assembly.model
        return Suggesting(model)(effect, world) if model is not None else ()

    return Effects(
        answerer, fill, folder, sources or {}, read=Reader(assembly.blank, lines), propose=propose, draft=draft
    )


def shared_fields(packs: Mapping[str, Pack]) -> dict[str, Field]:
    """The organisation's own fields, from `_shared/fields.yaml` beside the packs; none where there is no such file."""
    for pack in packs.values():
        path = pack.root.parent / "_shared" / "fields.yaml"
        if path.is_file():
            return {one.key: one for one in read_model(path, SharedFieldsFile).fields}
    return {}
