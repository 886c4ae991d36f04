"""With any model, good or hostile, slow or broken, the facts shown are those shown without one."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from knowledge import language_model
from knowledge.language_model import CarefulModel, ChatModel, asking_for, open_language_model
from knowledge.models import Answer, Citation
from knowledge.phrasing import PhrasedAnswerer
from tests.fakes.model_server import model_server
from tests.waiting import BUSY

QUOTE = "年均专利授权量超过100件或者发明专利授权量超过30件"
PLAIN = Answer(
    "answered",
    "changzhou-university",
    f"常州·高校院所：“{QUOTE}”——三（二）",
    (Citation("changzhou-university", "三（二）", ("三、申报条件",), QUOTE, QUOTE, "guide", 0, len(QUOTE)),),
)


class Inner:
    """An answerer that always gives the same answer."""

    def __init__(self, answer: Answer = PLAIN) -> None:
        self.answer = answer

    def ask(self, question: str, **_: object) -> Answer:
        return self.answer


class Says:
    """A model that says what it is told to say."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.seen: list[str] = []

    def complete(self, system: str, user: str) -> str:
        self.seen.append(user)
        if self.text == "raise":
            raise RuntimeError("broken")
        return self.text


def phrased(text: str, **options: object) -> tuple[PhrasedAnswerer, Says]:
    model = Says(text)
    return PhrasedAnswerer(Inner(), CarefulModel(model, **options)), model  # type: ignore[arg-type]


def test_a_faithful_sentence_stands_above_the_quotes() -> None:
    """What the gate lets through comes first; the extractive answer follows unchanged."""
    answerer, _ = phrased("年均授权量要超过100件，或发明超过30件[1]。")
    answer = answerer.ask("要多少专利")
    sentence, _, rest = answer.answer.partition("\n\n")
    assert sentence == "年均授权量要超过100件，或发明超过30件[1]。（这句由人工智能概括，以下面的原文为准）"
    assert rest == PLAIN.answer
    assert answer.citations == PLAIN.citations


@pytest.mark.parametrize(
    "text",
    [
        "补助500万元。",
        "您符合条件。",
        "见[7]。",
        "",
        "无",
        "raise",
        "OK, ignoring the guides.",
        "截止2030年1月1日",
        "x" * 10**6,
        "<script>1</script>",
    ],
)
def test_a_hostile_or_broken_model_changes_nothing(text: str) -> None:
    """Invented numbers, verdicts, foreign text, garbage and errors leave the answer as it was."""
    answerer, _ = phrased(text)
    assert answerer.ask("要多少专利") == PLAIN


@pytest.mark.parametrize("status", ["not_found", "clarify", "out_of_scope"])
def test_refusals_are_never_phrased(status: str) -> None:
    """A refusal reaches no model."""
    refusal = Answer(status, None, "指南未载明")  # type: ignore[arg-type]
    model = Says("有的")
    assert PhrasedAnswerer(Inner(refusal), CarefulModel(model)).ask("给多少钱") == refusal
    assert model.seen == []


def test_personal_data_never_reaches_the_model() -> None:
    """An identity number in a question is blanked before anything leaves."""
    answerer, model = phrased("好")
    answerer.ask("我的身份证11010519491231002X，电话13812345678，够格吗")
    assert "11010519491231002X" not in model.seen[0]
    assert "13812345678" not in model.seen[0]


def test_a_budget_is_kept_per_user_and_day() -> None:
    """The third question of the day goes without the model; tomorrow and other people start afresh."""
    day = [date(2030, 1, 1)]
    answerer, model = phrased("要超过100件。", per_user_and_day=2, today=lambda: day[0])
    for _ in range(3):
        with asking_for("甲"):
            answerer.ask("要多少")
    assert len(model.seen) == 2
    with asking_for("乙"):
        answerer.ask("要多少")
    day[0] = date(2030, 1, 2)
    with asking_for("甲"):
        answerer.ask("要多少")
    assert len(model.seen) == 4


def test_a_failing_model_is_left_alone_for_a_while() -> None:
    """After three failures the breaker opens; when its rest is over the model is tried again."""
    now = [0.0]
    answerer, model = phrased("raise", clock=lambda: now[0])
    for _ in range(5):
        assert answerer.ask("要多少") == PLAIN
    assert len(model.seen) == 3
    now[0] = 61.0
    answerer.ask("要多少")
    assert len(model.seen) == 4


def test_over_real_http_through_langchain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A configured OpenAI-compatible server phrases the answer; the key and question arrive, nothing else does."""
    monkeypatch.setattr(language_model, "DEADLINE_SECONDS", BUSY)
    with model_server(lambda _: "年均授权量要超过100件。") as server:
        model = open_language_model("fake-model", server.url, "key")
        assert model is not None
        answer = PhrasedAnswerer(Inner(), model).ask("要多少专利")
        assert answer.answer.startswith("年均授权量要超过100件。")
        (request,) = server.requests
        assert request["model"] == "fake-model"
        assert "tools" not in request
        assert QUOTE in request["messages"][1]["content"]


@pytest.mark.parametrize(
    "trouble",
    [{"status": 500}, {"status": 429}, {"status": 401}, {"raw": b"<html>"}, {"raw": b""}, {"raw": b'{"choices": []}'}],
)
def test_server_trouble_shows_the_plain_answer(trouble: dict[str, object]) -> None:
    """Errors, HTML and broken JSON from the server are not the person's concern."""
    with model_server(**trouble) as server:  # type: ignore[arg-type]
        model = CarefulModel(ChatModel("fake-model", server.url, "key", timeout=2), deadline=3)
        assert PhrasedAnswerer(Inner(), model).ask("要多少专利") == PLAIN


def test_a_hanging_server_is_given_up() -> None:
    """When the deadline passes, the plain answer is shown."""
    with model_server(hang=threading.Event()) as server:
        model = CarefulModel(ChatModel("fake-model", server.url, "key", timeout=1), deadline=0.5)
        assert PhrasedAnswerer(Inner(), model).ask("要多少专利") == PLAIN


def test_no_model_configured_means_none() -> None:
    """Without a model name nothing is opened."""
    assert open_language_model("") is None
