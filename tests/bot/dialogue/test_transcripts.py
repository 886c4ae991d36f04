"""Every transcript, of every programme that has one and of the example, comes out as it is written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.effects import Effects
from bot.engine.clock import Clock
from bot.engine.engine import Engine
from bot.runtime import shared_fields
from bot.storage.memory import MemoryStorage
from bot.transcripts.models import Step, TranscriptFile
from bot.transcripts.playing import Player
from forms.answers import dump_answers, read_answers
from forms.document import fill
from knowledge.opening import open_answerer
from programs.registry import PROGRAMS_DIR, discover
from programs.yamlfile import read_model
from tests.bot.dialogue.test_runtime import Paper
from tests.bot.dialogue.worlds import NOW, FakeGuide, example_world, world_of

PACKS = discover()
EXAMPLE = Path(__file__).parents[2] / "transcripts"
REAL = [slug for slug, pack in PACKS.items() if pack.path("checks/dialogue.yaml").is_file()]
WORLD = world_of(dict(PACKS), today=date(2026, 1, 5), shared=shared_fields(PACKS))


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The real guide index, built once."""
    return open_answerer(PACKS, tmp_path_factory.mktemp("index"))


def _files() -> list[tuple[str, Path]]:
    real = [(slug, PACKS[slug].path("checks/dialogue.yaml")) for slug in REAL]
    example = [PROGRAMS_DIR / "_template" / "checks" / "dialogue.yaml", *sorted(EXAMPLE.glob("*.yaml"))]
    return real + [("template", path) for path in example]


@pytest.mark.parametrize(("slug", "path"), _files(), ids=lambda one: one if isinstance(one, str) else one.stem)
def test_transcripts(slug: str, path: Path, answerer: Any, tmp_path: Path):
    """Replies by name and field, citations, verdicts, answers and documents are as the transcript says."""
    example = slug == "template"
    world = example_world() if example else WORLD
    effects = Effects(
        FakeGuide if example else lambda: answerer,
        (lambda form, answers, out: Paper(out)) if example else fill,
        tmp_path,
    )
    for transcript in read_model(path, TranscriptFile).transcripts:
        runtime = Engine(MemoryStorage(), lambda: world, effects, Clock.standing(NOW))

        def answers(name: str) -> dict[str, Any]:
            form = world.forms[slug]
            data = json.loads(form.pack.path(f"checks/answers/{name}.json").read_text(encoding="utf-8"))
            return dump_answers(form, read_answers(form, data))

        player = Player(
            lambda event, run=runtime: run.handle("t", event),
            lambda run=runtime: run.look("t"),
            world,
            slug,
            answers,
            NOW,
        )
        assert list(player.play(transcript)) == [], transcript.name


def test_both_first_programmes_have_a_whole_way():
    """Changzhou's universities and Beijing each have a transcript that ends with the document."""
    for slug in ("changzhou-university", "beijing"):
        transcripts = read_model(PACKS[slug].path("checks/dialogue.yaml"), TranscriptFile).transcripts
        assert any(step.partial is False for transcript in transcripts for step in transcript.steps)


def test_player_sees_what_differs(tmp_path: Path):
    """A transcript that expects something else is told so, step by step."""
    runtime = Engine(
        MemoryStorage(), example_world, Effects(FakeGuide, lambda f, a, o: Paper(o), tmp_path), Clock.standing(NOW)
    )
    steps = (
        Step(say="示例市项目", expect=("say:home.menu",)),
        Step(say="最高给多少钱？", cites="二", status="not_found"),
        Step(say="把管理人员改成3", answers={"ip_staff": 4}),
        Step(say="查资格", verdict="eligible", partial=False),
    )
    from bot.transcripts.models import Transcript

    player = Player(
        lambda event: runtime.handle("t", event),
        lambda: runtime.look("t"),
        example_world(),
        "template",
        lambda name: {},
        NOW,
    )
    found = list(player.play(Transcript(name="错的", steps=steps)))
    assert [problem[:3] for problem in found] == ["第1步", "第2步", "第2步", "第3步", "第4步", "第4步"]


def test_a_step_does_one_thing():
    """A step without a deed, or with two, is refused."""
    for given in ({}, {"say": "好", "press": "do:help"}):
        with pytest.raises(ValueError, match="只写"):
            Step.model_validate(given)
