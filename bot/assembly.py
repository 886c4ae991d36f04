"""Puts the rooms together. The same `build` makes the live product and, with other settings, the tested one.

Everything is opened when first used: a command that lists programmes never opens the index.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.settings import Settings
from forms.loader import Form, load_form
from programs.registry import Pack, discover, find
from rules.assess import Assessor
from rules.loader import load_rules

if TYPE_CHECKING:
    from bot.dialogue.models import World
    from bot.storage.gap_keeping import GapKeeper
    from bot.storage.handbook import Handbook
    from knowledge.language_model import CarefulModel
    from knowledge.opening import Knowledge
    from knowledge.phrasing import Answers

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The date in Asia/Shanghai."""
    return datetime.now(SHANGHAI).date()


class Assembly:
    """The opened product: packs, forms, rules, answers, each built on first use and kept."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._forms: dict[str, Form] = {}
        self._assessors: dict[str, Assessor] = {}

    @cached_property
    def packs(self) -> Mapping[str, Pack]:
        """Slug to pack of every programme folder."""
        return discover(self.settings.programs_dir)

    def pack(self, slug: str) -> Pack:
        """The pack called `slug`; raises UnknownProgram."""
        return find(slug, self.packs)

    def form(self, slug: str) -> Form:
        """The fields and form of a programme."""
        if slug not in self._forms:
            self._forms[slug] = load_form(self.pack(slug))
        return self._forms[slug]

    def blank(self, slug: str) -> Path | None:
        """The official blank bound in this installation, None when the pack's own is used."""
        from bot.binding import bound_blank

        return bound_blank(self.form(slug), self.settings.data_dir)

    def assessor(self, slug: str) -> Assessor:
        """The compiled rules of a programme."""
        if slug not in self._assessors:
            rules = load_rules(self.pack(slug))
            self._assessors[slug] = Assessor(rules, slug, labels=self.form(slug).labels)
        return self._assessors[slug]

    @cached_property
    def knowledge(self) -> Knowledge:
        """The index and what searches it; built when it is missing or out of date."""
        from knowledge.embeddings import open_embedder
        from knowledge.opening import open_knowledge
        from knowledge.staff.live import LiveAnswers

        settings = self.settings
        staff = LiveAnswers(self._handbook_if_any, today)
        staff.now()  # opening the handbook is not to be paid by the first question
        key = settings.embedding_api_key.get_secret_value() or settings.llm_api_key.get_secret_value()
        embedder = open_embedder(settings.embedding_model, settings.embedding_base_url or settings.llm_base_url, key)
        chroma_url = settings.chroma_url or None
        return open_knowledge(self.packs, settings.data_dir, chroma_url=chroma_url, embedder=embedder, staff=staff)

    @cached_property
    def answerer(self) -> Answers:
        """What answers questions; builds the index when it is missing or out of date."""
        answerer = self.knowledge.answerer
        if self.model is None:
            return answerer
        from knowledge.phrasing import PhrasedAnswerer

        return PhrasedAnswerer(answerer, self.model)

    @cached_property
    def model(self) -> CarefulModel | None:
        """The language model that is set, behind its guard; None when none is."""
        settings = self.settings
        if not settings.llm_model:
            return None
        from bot.storage.handbook import KeptBudget
        from knowledge.language_model import open_language_model

        return open_language_model(
            settings.llm_model,
            settings.llm_base_url,
            settings.llm_api_key.get_secret_value(),
            budget=KeptBudget(lambda: self.handbook),
            per_user_and_day=settings.llm_daily,
            today=today,
        )

    @cached_property
    def handbook(self) -> Handbook:
        """Staff answers, questions without an answer, and the model's budget; made when it is not there.

        Raises:
            StorageFault: it cannot be opened; the message says why and what to do.
        """
        from bot.storage.opening import open_handbook

        return open_handbook(self.settings.data_dir, url=self.settings.database_url.get_secret_value())

    @cached_property
    def gaps(self) -> GapKeeper:
        """Where questions that were refused are handed in."""
        from bot.storage.gap_keeping import GapKeeper

        return GapKeeper(lambda: self.handbook, today)

    def _handbook_if_any(self) -> Handbook | None:
        """The handbook, None while there is no file of it: an installation that never wrote one pays nothing for it."""
        from bot.storage.opening import HANDBOOK_FILE

        there = self.settings.database_url.get_secret_value() or (self.settings.data_dir / HANDBOOK_FILE).is_file()
        return self.handbook if there else None

    def warm(self) -> None:
        """Load what questions need before somebody asks; it stays, so the collector of garbage need not look at it again."""
        import gc

        self.knowledge.warm()
        gc.collect()
        gc.freeze()

    def world(self, on: date | None = None) -> World:
        """What the dialogue may look at: all packs, forms and rules, and today's date."""
        from bot.dialogue.models import World

        return World(
            packs=self.packs,
            forms={slug: self.form(slug) for slug in self.packs},
            assessors={slug: self.assessor(slug) for slug in self.packs},
            today=on or today(),
            address=self.settings.public_url.rstrip("/"),
        )


def build(settings: Settings | None = None) -> Assembly:
    """The product for these settings (those of the environment when none are given)."""
    return Assembly(settings or Settings())
