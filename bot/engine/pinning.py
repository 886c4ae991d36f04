"""Keeps a draft on the version of the programme it was begun with, and lets the person decide when there is a newer one.

When the first answer is written, the pack's files are put aside under their version. As long as a draft stands on an older
version, its conversation is stepped in a world with those files in place. What changed is told once; the person may change
over at any time by saying so. Answers are never dropped: one that the new version does not ask stays in the log.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.dialogue.messages import Button, Entered, Event, Pressed, Reply, Said, Say
from bot.dialogue.models import Conversation, Stage, World
from bot.engine.packs import Summary, changes, summary_of
from bot.storage.models import Draft
from bot.storage.protocol import Records
from bot.texts import text

if TYPE_CHECKING:
    from forms.loader import Form
    from programs.registry import Pack
    from rules.assess import Assessor

log = logging.getLogger(__name__)
Drafts = Mapping[str, Draft]
NEW, OLD = "pack:new", "pack:old"
KEYS = {NEW: "action.pack_new", OLD: "action.pack_old"}
CHOICES = tuple(Button(code=code, key=key) for code, key in KEYS.items())


@dataclass(frozen=True)
class Met:
    """An event as it meets the version question."""

    conversation: Conversation
    event: Event
    world: World
    replies: tuple[Reply, ...] = ()
    drafts: tuple[Draft, ...] = ()
    """Drafts that changed."""


@dataclass
class Pins:
    """The versions put aside, and the worlds made of them."""

    records: Records
    folder: Path
    """`packs/` of the data directory."""
    _current: dict[str, tuple[Form, Summary]] = field(default_factory=dict)
    _opened: dict[tuple[str, str], tuple[Pack, Form, Assessor] | None] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    def summary(self, world: World, slug: str) -> Summary:
        """The summary of a programme in a world."""
        form, known = self._current.get(slug, (None, None))
        if known is None or form is not world.forms[slug]:
            known = summary_of(world, slug)
            self._current[slug] = (world.forms[slug], known)
        return known

    def begin(self, world: World, slug: str) -> Draft:
        """A draft on the version that the world has; its files are put aside first."""
        summary = self.summary(world, slug)
        version = summary.version
        if version not in self._kept:
            self._put_aside(world.packs[slug], version)
            self.records.keep_pack(version, slug, summary.written())
            self._kept.add(version)
        return Draft(slug, version)

    def world_for(self, world: World, drafts: Drafts) -> World:
        """The world with every draft's own version in place."""
        found: dict[str, tuple[Pack, Form, Assessor]] = {}
        for slug, draft in drafts.items():
            if slug in world.packs and self.summary(world, slug).version == draft.pack:
                continue
            if (opened := self._open(slug, draft.pack)) is not None:
                found[slug] = opened
        if not found:
            return world
        return replace(
            world,
            packs={**world.packs, **{slug: one[0] for slug, one in found.items()}},
            forms={**world.forms, **{slug: one[1] for slug, one in found.items()}},
            assessors={**world.assessors, **{slug: one[2] for slug, one in found.items()}},
        )

    def meet(self, conversation: Conversation, drafts: Drafts, event: Event, world: World) -> Met:
        """The event in its world, with what has to be told or was decided about the version."""
        own = self.world_for(world, drafts)
        plain = Met(conversation, event, own)
        slug = conversation.program or ""
        draft = drafts.get(slug)
        colleague = isinstance(event, Entered) and bool(event.section)
        if draft is None or slug not in world.packs or colleague:
            return plain
        new = self.summary(world, slug).version
        if new == draft.pack:
            return plain
        if self._open(slug, draft.pack) is None:
            return self._taken(plain, drafts, world, "engine.pack_gone", event)
        decided = _decision(event)
        if decided == NEW:
            return self._taken(plain, drafts, world, "engine.pack_taken", _progress(event))
        name = own.packs[slug].manifest.short_name
        if decided == OLD:
            kept = Say(key="engine.pack_kept", values={"name": name})
            return replace(plain, event=_progress(event), replies=(kept,))
        if draft.told == new:
            return plain
        before = self.records.pack_summary(draft.pack)
        changed = changes(Summary.read(before), self.summary(world, slug)) if before else ()
        notice = Say(key="engine.pack_changed", values={"name": name, "changes": "；".join(changed)}, actions=CHOICES)
        return replace(plain, replies=(notice,), drafts=(replace(draft, told=new),))

    def _taken(self, plain: Met, drafts: Drafts, world: World, key: str, event: Event) -> Met:
        """The draft goes on with the new version, from the programme's menu."""
        slug = plain.conversation.program or ""
        draft = self.begin(world, slug)
        case = plain.conversation.cases.get(slug)
        cases = dict(plain.conversation.cases)
        if case is not None:
            cases[slug] = case.model_copy(update={"at": None, "row": None, "held": None, "trail": ()})
        home = plain.conversation.model_copy(
            update={"stage": Stage.HOME, "back_to": (), "parked": None, "offered": (), "cases": cases}
        )
        told = Say(key=key, values={"name": world.packs[slug].manifest.short_name})
        return Met(home, event, self.world_for(world, {**drafts, slug: draft}), (told,), (draft,))

    # --- files ----------------------------------------------------------------------------------------------------

    def _put_aside(self, pack: Pack, version: str) -> None:
        """Copy the pack, whole or not at all; a disk that is full costs only the choice of staying on this version."""
        place = self.folder / version
        if place.is_dir():
            return
        temporary = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            temporary = Path(tempfile.mkdtemp(prefix=".copying-", dir=self.folder))
            shutil.copytree(pack.root, temporary / pack.slug, ignore=shutil.ignore_patterns("__pycache__", "checks"))
            shared = pack.root.parent / "_shared" / "fields.yaml"
            if shared.is_file():
                (temporary / "_shared").mkdir()
                shutil.copy2(shared, temporary / "_shared" / "fields.yaml")
            os.replace(temporary, place)  # noqa: PTH105  a folder takes another's place only so
        except OSError as error:
            if not place.is_dir():
                log.warning("a version of %s could not be put aside (%s)", pack.slug, type(error).__name__)
            if temporary is not None:
                shutil.rmtree(temporary, ignore_errors=True)

    def _open(self, slug: str, version: str) -> tuple[Pack, Form, Assessor] | None:
        """The files put aside, opened; None when they are gone or cannot be read."""
        known = (slug, version)
        if known not in self._opened:
            from forms.loader import load_form
            from programs.errors import ShenbaoError
            from programs.registry import open_pack
            from rules.assess import Assessor
            from rules.loader import load_rules

            try:
                pack = open_pack(self.folder / version / slug)
                form = load_form(pack)
                self._opened[known] = (pack, form, Assessor(load_rules(pack), slug, labels=form.labels))
            except (OSError, ShenbaoError) as error:
                log.warning("version %s of %s cannot be opened (%s)", version[:12], slug, type(error).__name__)
                self._opened[known] = None
        return self._opened[known]


def _decision(event: Event) -> str | None:
    if isinstance(event, Pressed):
        return event.code if event.code in KEYS else None
    if isinstance(event, Said):
        return next((code for code, key in KEYS.items() if event.text.strip() == text(key)), None)
    return None


def _progress(event: Event) -> Event:
    """What the person is shown after deciding."""
    return Said(id=event.id, at=event.at, channel=event.channel, author=event.author, text="进度")
