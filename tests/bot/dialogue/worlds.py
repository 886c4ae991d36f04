"""Small worlds for the tests of the dialogue: the example programme twice, a fake guide, and a document that is not written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.models import Conversation, Turn, World
from bot.dialogue.transitions import step
from bot.transcripts.playing import name_of
from forms.loader import Form, load_form
from knowledge.models import Answer, Choice, Citation
from programs.models import ApplicantKind, Manifest, Status
from programs.registry import PROGRAMS_DIR, Pack
from programs.yamlfile import read_model
from rules.assess import Assessor
from rules.loader import load_rules

TODAY = date(2030, 6, 1)
NOW = datetime(2030, 6, 1, 9, 0, tzinfo=UTC)


def pack_at(root: Path, **changes: Any) -> Pack:
    """The pack in a folder of any name, its manifest changed."""
    manifest = read_model(root / "program.yaml", Manifest)
    return Pack(root, manifest.model_copy(update=changes))


@lru_cache(maxsize=1)
def example_world() -> World:
    """Two programmes alike but for name, place and status: one of unknown status, one open."""
    from bot.runtime import shared_fields

    root = PROGRAMS_DIR / "_template"
    first = pack_at(root)
    second = pack_at(
        root, slug="other", name="邻市2030年专利转化项目", short_name="邻市·专利转化项目", aliases=("邻市项目",), status=Status.OPEN,
        region="邻市", region_names=("邻市",), applicants=(ApplicantKind.ENTERPRISE,),
    )  # fmt: skip
    return world_of({"template": first, "other": second}, shared=shared_fields({"template": first}))


def world_of(packs: dict[str, Pack], today: date = TODAY, shared: Any = None) -> World:
    """A world over packs."""
    forms: dict[str, Form] = {slug: load_form(pack) for slug, pack in packs.items()}
    assessors = {slug: Assessor(load_rules(pack), slug, labels=forms[slug].labels) for slug, pack in packs.items()}
    return World(packs=packs, forms=forms, assessors=assessors, today=today, shared=shared or {})


class FakeGuide:
    """Answers every question from clause 三, or asks which programme when none is chosen."""

    def ask(
        self, question: str, *, program: str | None = None, field: str | None = None, asker: str | None = None
    ) -> Answer:
        if program is None:
            options = (Choice("template", "示例市·专利转化示例项目"), Choice("other", "邻市·专利转化项目"))
            return Answer("clarify", None, "您问的是哪个项目？", options=options)
        if "月亮" in question:
            return Answer("not_found", program, "指南未载明。")
        quote = "每家单位支持不超过20万元"
        citation = Citation(program, "三", ("三、项目支持",), quote, f"三、项目支持\n{quote}。", "guide", 0, len(quote))
        return Answer("answered", program, f"{quote}。", (citation,))


@dataclass
class Talker:
    """A person at the dialogue: says things, presses buttons, and has every effect performed by fakes at once."""

    world: World
    conversation: Conversation
    events: int = 0
    fail: str = ""
    """Kind of effect that fails."""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Name of a received file to what is read in it."""

    @classmethod
    def new(cls, world: World | None = None) -> Talker:
        return cls(world or example_world(), Conversation(id="t"))

    def about(self) -> dict[str, Any]:
        self.events += 1
        return {"id": f"e{self.events}", "at": NOW, "channel": "test", "author": "me"}

    def open(self, program: str | None = None) -> tuple[m.Reply, ...]:
        return self.take(m.Opened(program=program, **self.about()))

    def say(self, text: str) -> tuple[m.Reply, ...]:
        return self.take(m.Said(text=text, **self.about()))

    def press(self, code: str) -> tuple[m.Reply, ...]:
        return self.take(m.Pressed(code=code, **self.about()))

    def send(self, kept: str, **read: Any) -> tuple[m.Reply, ...]:
        """Send a file in which `read` is found."""
        self.files[kept] = read
        return self.take(m.FileReceived(name=f"{kept}.docx", file=kept, **self.about()))

    def take(self, event: m.Event) -> tuple[m.Reply, ...]:
        turn = self._step(event)
        replies = list(turn.replies)
        for effect in turn.effects:
            replies.extend(self._step(self._result(effect)).replies)
        return tuple(replies)

    def _step(self, event: m.Event) -> Turn:
        turn = step(self.conversation, event, self.world)
        # what is stored is JSON: every turn goes through it
        self.conversation = Conversation.model_validate_json(turn.conversation.model_dump_json())
        return turn

    def _result(self, effect: m.Effect) -> m.Event:
        about = self.about()
        if effect.kind == self.fail:
            return m.EffectFailed(effect=effect.id, reason="没有网络。", **about)
        if isinstance(effect, m.AskGuide):
            answer = FakeGuide().ask(effect.question, program=effect.program)
            return m.GuideAnswered(effect=effect.id, answer=answer, **about)
        if isinstance(effect, m.FillDocument):
            json.dumps(effect.answers)
            return m.DocumentFilled(effect=effect.id, file="申报书.docx", filled=len(effect.answers), **about)
        if isinstance(effect, m.ReadFile):
            return m.FileRead(effect=effect.id, **{"about": "text", **self.files.get(effect.file, {})}, **about)
        return m.StaffCalled(effect=effect.id, ticket="0601-0001", on_duty=False, **about)


def names(replies: tuple[m.Reply, ...]) -> list[str]:
    """Replies by name: `ask:unit_name`, `say:home.menu`, `recorded:unit_name`, `show_verdict`."""
    return [name_of(reply) for reply in replies]
