"""The read-back: the produced file is opened again, and everything it says is compared with what it should say.

What it should say is worked out from the blank's text and the plan alone. Every paragraph of every cell is compared, in
order and with the structure around it: a value in the wrong cell, a lost label, a second copy all show.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from forms.docx_blank import CompiledBlank
from forms.docx_edits import Edits, Plan
from forms.docx_flat import tokens_of
from forms.docx_package import BODY, parse_xml
from forms.docx_text import TICKED, P, W, text_of
from programs.errors import DocumentFault

_BOX_CONTENT = f"{W}txbxContent"


def verify(compiled: CompiledBlank, plan: Plan, data: bytes) -> None:
    """Returns when the produced bytes say exactly what the blank says with the plan's changes.

    Raises:
        DocumentFault: they do not; the message tells the first difference.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            root = parse_xml(archive.read(BODY), where="生成的文档")
    except (zipfile.BadZipFile, KeyError) as error:
        raise DocumentFault(
            "生成的文档重新打开时读不了，没有保存。", where=str(error), mend="请重试；仍不行请联系我们。"
        ) from None
    body = root.find(f"{W}body")
    lost = sorted(set(compiled.package.parts) - names)
    said = tokens_of(body) if body is not None else []
    wanted = expected(compiled, plan)
    if said != wanted:
        raise _fault(said, wanted)
    if lost or _in_boxes(root) != _in_boxes(compiled.root):
        raise DocumentFault(
            "生成的文档丢了空白表里的内容，没有保存。", where="、".join(lost), mend="请重试；仍不行请联系我们。"
        )


def expected(compiled: CompiledBlank, plan: Plan) -> list[str]:
    """The tokens the filled body must have."""
    blank = compiled.flat.tokens
    changes = _changes(compiled, plan)
    out: list[str] = []
    at = 0
    inserts = {}
    for number, repeated in plan.grown.items():
        begin, end = compiled.flat.rows[compiled.row_of(number)]
        rows: list[str] = []
        for edits in repeated:
            rows += _spelled(blank, begin, end, _changes(compiled, edits))
        inserts[end] = rows
    for end in sorted(inserts):
        out += _spelled(blank, at, end, changes) + inserts[end]
        at = end
    return out + _spelled(blank, at, len(blank), changes)


def _spelled(blank: list[str], begin: int, end: int, changes: dict[int, list[str]]) -> list[str]:
    out: list[str] = []
    for place in sorted(place for place in changes if begin <= place < end):
        out += blank[begin:place]
        out += changes[place]
        begin = place + 1
    return out + blank[begin:end]


def _changes(compiled: CompiledBlank, edits: Edits) -> dict[int, list[str]]:
    """Place of a token to the tokens that take its place."""
    blank = compiled.flat.tokens
    found: dict[int, list[str]] = {}
    for number in {*edits.texts, *edits.behind, *edits.removed, *edits.splices, *edits.ticks}:
        place = compiled.token_place(number)
        if number in edits.removed:
            found[place] = []
            continue
        text = blank[place]
        ticked = [(offset, offset + 1, TICKED) for offset in edits.ticks.get(number, ())]
        for start, end, fresh in sorted([*edits.splices.get(number, ()), *ticked], reverse=True):
            text = text[:start] + fresh + text[end:]
        found[place] = [*edits.texts.get(number, (text,)), *edits.behind.get(number, ())]
    return found


def _in_boxes(root: object) -> list[str]:
    """What stands in text boxes, which are outside the flow and never written."""
    return [text_of(line) for box in root.iter(_BOX_CONTENT) for line in box.iter(P)]  # type: ignore[attr-defined]


def _fault(said: list[str], wanted: list[str]) -> DocumentFault:
    for got, want in zip([*said, "（结尾）"], [*wanted, "（结尾）"], strict=False):
        if got != want:
            return DocumentFault(
                "生成的文档与要写的内容对不上，没有保存。",
                where=f"应为“{_shown(want)}”，读回来是“{_shown(got)}”",
                mend="请重试；仍不行请把这句话发给我们。",
            )
    return DocumentFault("生成的文档与要写的内容对不上，没有保存。", mend="请重试；仍不行请把这句话发给我们。")


def _shown(token: str) -> str:
    """A token for a message: at most a few characters, for it may be personal."""
    if token.startswith("\0"):
        return f"表格标记 {token[1:]}"
    return token if len(token) <= 12 else f"{token[:4]}…（共{len(token)}字）"
