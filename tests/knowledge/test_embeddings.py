"""A configured embedding model helps where it is good, and is never missed where it is not, or not there."""

from __future__ import annotations

import math
import threading
from pathlib import Path

import numpy as np
import pytest

from knowledge.embeddings import CarefulEmbedder, EmbeddingModel, open_embedder, unit_rows
from knowledge.meaning import Known, Meaning, samples_of, weight_of
from knowledge.models import Answer
from knowledge.opening import Knowledge, open_knowledge
from programs.registry import discover
from tests.fakes.model_server import letters, model_server

QUESTIONS = ("专职的要几个人", "最高给多少钱", "要交哪些材料", "几号截止", "打哪个电话", "今天天气怎么样", "申报条件")


def _answers(opened: Knowledge) -> list[tuple[str, str, tuple[str, ...]]]:
    found = [opened.answerer.ask(question, program=slug) for question in QUESTIONS for slug in ("east", "west")]
    return [_told(answer) for answer in found]


def _told(answer: Answer) -> tuple[str, str, tuple[str, ...]]:
    return answer.status, answer.answer, tuple(item.quote for item in answer.citations)


def _without(programs: Path, data: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    opened = open_knowledge(discover(programs), data)
    found = _answers(opened)
    opened.close()
    return found


def test_vectors_over_real_http_stand_in_chroma_under_the_models_name(small_folder: Path, tmp_path: Path) -> None:
    """Units are embedded once, in batches, and read back by the next start without another request."""
    with model_server() as server:
        embedder = open_embedder("text-fake-3", server.url, "key")
        assert embedder is not None
        opened = open_knowledge(discover(small_folder), tmp_path / "data", embedder=embedder)
        _answers(opened)
        opened.settle()
        meaning = _meaning(opened)
        collection = meaning.collection("east")
        assert "text.fake.3" in collection
        rows = opened.chroma.read(collection)
        units = len(opened.library["east"].units)
        assert rows is not None
        assert rows.shape == (units + len(samples_of(opened.library["east"])), 64)
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
        assert set(server.paths) == {"/v1/embeddings"}
        assert all(isinstance(text, str) for request in server.requests for text in request["input"])
        opened.close()
        asked = len(server.requests)
        again = open_knowledge(
            discover(small_folder), tmp_path / "data", embedder=open_embedder("text-fake-3", server.url)
        )
        again.answerer.ask(QUESTIONS[0], program="east")
        again.settle()
        assert collection in _meaning(again)._known
        assert len(server.requests) == asked
        again.answerer.ask(QUESTIONS[0], program="east")
        assert [request["input"] for request in server.requests[asked:]] == [[server.requests[-1]["input"][0]]]
        again.close()


class Shelf:
    """A vector store in memory."""

    def __init__(self, where: str = "") -> None:
        self.kept: dict[str, np.ndarray] = {}

    def read(self, collection: str) -> np.ndarray | None:
        return self.kept.get(collection)

    def write(self, collection: str, program: str, vectors: np.ndarray, metadatas: object) -> None:
        self.kept[collection] = vectors

    def close(self) -> None:
        pass


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma's part taken by a dictionary, where it is not what is tested."""
    monkeypatch.setattr("knowledge.opening.ChromaProcess", Shelf)


def _meaning(opened: Knowledge) -> Meaning:
    found = opened.answerer._searcher._meaning
    assert isinstance(found, Meaning)
    return found


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500}, {"status": 401}, {"raw": b"<html>"}, {"raw": b""}, {"raw": b'{"data": []}'},
        {"embed": lambda text: [math.nan] * 8}, {"embed": lambda text: [0.0] * 8}, {"embed": lambda text: [1.0] * len(text)},
    ],
)  # fmt: skip
@pytest.mark.usefixtures("shelf")
def test_a_model_in_trouble_changes_no_answer(small_folder: Path, tmp_path: Path, trouble: dict[str, object]) -> None:
    """Errors, HTML, empty lists, numbers that are none, vectors without direction or of unlike lengths."""
    plain = _without(small_folder, tmp_path / "data")
    with model_server(**trouble) as server:  # type: ignore[arg-type]
        embedder = open_embedder("fake", server.url)
        opened = open_knowledge(discover(small_folder), tmp_path / "data", embedder=embedder)
        assert _answers(opened) == plain
        opened.settle()
        assert _answers(opened) == plain
        assert server.requests
        opened.close()


@pytest.mark.usefixtures("shelf")
def test_a_model_that_falls_ill_later_changes_no_answer(small_folder: Path, tmp_path: Path) -> None:
    """With its vectors at hand, a question's vector that is late, broken or of other dimensions is done without."""
    plain = _without(small_folder, tmp_path / "data")
    with model_server() as server:
        model = EmbeddingModel("fake", server.url, timeout=1)
        embedder = CarefulEmbedder(model, model.maker, question_seconds=0.3, rest_seconds=0)
        opened = open_knowledge(discover(small_folder), tmp_path / "data", embedder=embedder)
        _answers(opened)
        opened.settle()
        meaning = _meaning(opened)
        meaning._known = type(meaning._known)((key, Known(known.units, 5.0)) for key, known in meaning._known.items())
        meaning._asked.clear()
        assert meaning._known
        well = len(server.requests)
        server.embed = lambda text: [1.0] * 63
        assert _answers(opened) == plain
        assert len(server.requests) > well
        server.embed, server.status = letters, 503
        assert _answers(opened) == plain
        server.status, server.hang = 200, threading.Event()
        embedder.rest_seconds = 60
        assert _answers(opened) == plain
        assert embedder.resting
        opened.close()


def test_a_model_that_rests_is_not_asked() -> None:
    """After a failure it is left alone, so that a server that hangs costs one deadline and not one a question."""
    asked, now = [], [0.0]

    class Broken:
        def embed(self, texts: list[str]) -> list[list[float]]:
            asked.append(texts)
            raise OSError("down")

    embedder = CarefulEmbedder(Broken(), "broken", rest_seconds=60, clock=lambda: now[0])
    assert [embedder.question("甲", 8) for _ in range(3)] == [None] * 3
    assert len(asked) == 1
    now[0] = 61
    embedder.question("甲", 8)
    assert len(asked) == 2


@pytest.mark.usefixtures("shelf")
def test_personal_data_is_blanked_before_it_leaves(small_folder: Path, tmp_path: Path) -> None:
    """Neither a question's identity number nor an officer's telephone in a guide reaches the model."""
    guide = small_folder / "east" / "guide.md"
    guide.write_text(guide.read_text(encoding="utf-8").replace("0000-1234567", "13812345678"), encoding="utf-8")
    phrases = small_folder / "east" / "phrases.yaml"
    phrases.write_text(phrases.read_text(encoding="utf-8").replace("0000-1234567", "13812345678"), encoding="utf-8")
    with model_server() as server:
        opened = open_knowledge(discover(small_folder), tmp_path / "data", embedder=open_embedder("fake", server.url))
        for _ in range(2):
            opened.answerer.ask("我的身份证11010519491231002X，专职的要几个人", program="east")
            opened.settle()
        sent = str(server.requests)
        assert "专职" in sent
        assert "11010519491231002X" not in sent
        assert "13812345678" not in sent
        opened.close()


@pytest.mark.usefixtures("shelf")
def test_a_model_weighs_what_it_is_worth(small_folder: Path, tmp_path: Path) -> None:
    """One that leads the pack's own ways to ask to their clause weighs much, one that cannot tell them apart nothing."""
    compiled = open_knowledge(discover(small_folder), tmp_path / "data").library["east"]
    samples = samples_of(compiled)
    places = np.eye(len(compiled.units), dtype=np.float32)
    good = np.stack([places[at] for at, _ in samples])
    assert weight_of(compiled, places, samples, good) == pytest.approx(5.0)
    assert weight_of(compiled, places, samples, np.ones_like(good)) == 0
    assert weight_of(compiled, places, [], good[:0]) == 0


@pytest.mark.usefixtures("shelf")
def test_a_good_model_leads_where_words_do_not(small_folder: Path, tmp_path: Path) -> None:
    """It brings another clause to the front, but never turns a refusal into an answer, nor an answer into one."""
    opened = open_knowledge(discover(small_folder), tmp_path / "data")
    compiled = opened.library["east"]
    units = np.eye(len(compiled.units), dtype=np.float32)
    meaning = Meaning(opened.library, opened.chroma, opened.background, CarefulEmbedder(_Points(len(units)), "points"))
    meaning._known[meaning.collection("east")] = Known(units, 5.0)
    aim = next(at for at, unit in enumerate(compiled.units) if unit.kind == "entry" and "80万" in unit.text)
    silent = next(at for at, unit in enumerate(compiled.units) if unit.kind == "silent")
    scores = np.zeros(len(units), np.float32)
    scores[0] = 1.0
    found = meaning(compiled, scores, str(aim))
    assert int(found.argmax()) == aim
    assert found[0] == 1.0
    assert int(meaning(compiled, scores, str(silent)).argmax()) != silent
    for refused in (scores - 2, scores + 9 * (np.arange(len(units)) == silent)):
        assert np.array_equal(meaning(compiled, refused, str(aim)), refused)


class _Points:
    """Embeds a number as the unit it stands for."""

    def __init__(self, count: int) -> None:
        self._count = count

    def embed(self, texts: list[str]) -> list[list[float]]:
        return [[float(at == int(text)) for at in range(self._count)] for text in texts]


@pytest.mark.parametrize("numbers", [[], [[]], [[1.0], [1.0, 2.0]], "garbage", None, [[math.inf, 1.0]], [[0.0, 0.0]]])
def test_only_numbers_with_a_direction_are_vectors(numbers: object) -> None:
    """Anything else a model may send is refused."""
    with pytest.raises((ValueError, TypeError)):
        unit_rows(numbers, 1)


def test_no_model_configured_means_none() -> None:
    """Without a model name nothing is opened."""
    assert open_embedder("") is None


def test_two_models_never_share_a_collection() -> None:
    """Not even when only the server differs, or only a character no name may hold."""
    makers = {
        EmbeddingModel(model, url).maker for model in ("ollama:bge-m3", "ollama/bge-m3") for url in ("", "http://a/v1")
    }
    assert len(makers) == 4
