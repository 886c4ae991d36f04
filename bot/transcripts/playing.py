"""Plays a transcript and tells where it came out differently. What answers the messages is an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.models import Conversation, World
from bot.transcripts.models import Step, Transcript
from bot.transcripts.typist import reply_to

MOST_TURNS = 500


@dataclass
class Player:
    """A conversation being played."""

    handle: Callable[[m.Event], tuple[m.Reply, ...]]
    look: Callable[[], Conversation]
    world: World
    program: str
    answers: Callable[[str], dict[str, Any]]
    """Name of an answers file to its canonical JSON."""
    at: datetime
    events: int = 0
    last: tuple[m.Reply, ...] = ()

    def play(self, transcript: Transcript) -> Iterator[str]:
        """What came out differently, in Chinese, with the step; nothing when all is as written."""
        for place, step in enumerate(transcript.steps, 1):
            done = step.say or step.press or f"照 {step.answer_from} 作答"
            for problem in self._step(step):
                yield f"第{place}步“{done}”：{problem}"

    def _step(self, step: Step) -> Iterator[str]:
        if step.answer_from is not None:
            yield from self._answer_all(self.answers(step.answer_from))
        elif step.press is not None:
            self.last = self._take(m.Pressed(code=step.press, **self._about()))
        else:
            self.last = self._take(m.Said(text=step.say or "", **self._about()))
        yield from self._differences(step)

    def _answer_all(self, answers: dict[str, Any]) -> Iterator[str]:
        form = self.world.forms[self.program]
        for _ in range(MOST_TURNS):
            said = reply_to(form, answers, self.last)
            if said is None:
                return
            self.last = self._take(m.Said(text=said, **self._about()))
            if isinstance(self.last[0], m.Slipped):
                yield f"“{said[:30]}”没有被接受：{self.last[0].message}"
                return
        yield "一直问个没完"

    def _differences(self, step: Step) -> Iterator[str]:
        got = [name_of(reply) for reply in self.last]
        if step.expect is not None and got != list(step.expect):
            yield f"回复是 {got}，应为 {list(step.expect)}"
        shown = next((reply.answer for reply in self.last if isinstance(reply, m.ShowAnswer)), None)
        clause = shown.citations[0].clause if shown is not None and shown.citations else ""
        if step.cites and clause != step.cites:
            yield f"引的是“{clause}”，应引“{step.cites}”"
        if step.status is not None and (shown is None or shown.status != step.status):
            yield f"答复状态是 {shown.status if shown else '没有答复'}，应为 {step.status}"
        overall = next((reply.overall for reply in self.last if isinstance(reply, m.ShowVerdict)), None)
        if step.verdict is not None and overall != step.verdict:
            yield f"结论是 {overall}，应为 {step.verdict}"
        sent = next((reply for reply in self.last if isinstance(reply, m.SendDocument)), None)
        if step.partial is not None and (sent is None or sent.partial is not step.partial):
            yield "没有给出文件" if sent is None else f"文件{'是' if sent.partial else '不是'}草稿"
        case = self.look().cases.get(self.program)
        kept = stored(case) if case is not None else {}
        for key, value in step.answers.items():
            if kept.get(key) != value:
                yield f"“{key}”记的是 {kept.get(key)!r}，应为 {value!r}"

    def _take(self, event: m.Event) -> tuple[m.Reply, ...]:
        return self.handle(event)

    def _about(self) -> dict[str, Any]:
        self.events += 1
        return {"id": f"transcript-{self.events}", "at": self.at, "channel": "transcript", "author": "transcript"}


def name_of(reply: m.Reply) -> str:
    """A reply's name: its kind, with its field or its key (`ask:unit_name`, `say:home.menu`)."""
    if isinstance(reply, m.Say):
        return f"say:{reply.key}"
    field = getattr(reply, "field", None)
    return f"{reply.kind}:{field}" if field else reply.kind
