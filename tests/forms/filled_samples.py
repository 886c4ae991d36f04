"""Filled forms of all programmes, and what people do to them in Word and WPS."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from forms.answers import read_answers
from forms.document import render
from forms.docx_package import BODY
from forms.docx_text import RPR, TC, P, R, T, W, text_of
from forms.fields.registry import to_json
from forms.filled.child import plain
from forms.filled.reading import Filled, read_filled
from forms.loader import Form, load_form
from forms.progress import active
from programs.registry import PROGRAMS_DIR, discover
from programs.values import Answers

FULL = sorted(PROGRAMS_DIR.glob("[!_]*/checks/answers/*.json"))


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    return {slug: load_form(pack) for slug, pack in discover().items()}


@lru_cache(maxsize=32)
def sample(path: Path) -> tuple[Form, Answers]:
    """A programme's form and the answers of one of its files, as far as they apply and are printed."""
    form = forms()[path.parents[2].name]
    counted = active(form, read_answers(form, path))
    return form, {key: value for key, value in counted.items() if key in form.printed_keys}


def full(slug: str) -> tuple[Form, Answers]:
    return sample(PROGRAMS_DIR / slug / "checks" / "answers" / "full.json")


def body_of(data: bytes) -> Element:
    """What the limited process makes of a document, made here."""
    body = etree.fromstring(plain(data)).find(f"{W}body")
    assert body is not None
    return body


def read(form: Form, data: bytes) -> Filled:
    return read_filled(form, body_of(data))


def as_json(form: Form, answers: Answers) -> dict[str, Any]:
    return {key: to_json(form.fields[key], value) for key, value in answers.items()}


def found(form: Form, filled: Filled) -> dict[str, Any]:
    return as_json(form, {one.key: one.understood.value for one in filled.found})


def edited(data: bytes, *edits: Callable[[Element], None]) -> bytes:
    """The document with its body changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    root = etree.fromstring(parts[BODY])
    for edit in edits:
        edit(root)
    return packed({**parts, BODY: etree.tostring(root, encoding="UTF-8")})


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


# --- what people and their programs do -----------------------------------------------------------------------------


def split_runs(root: Element) -> None:
    """Every run is cut in two, as Word does when it checks spelling."""
    for run in list(root.iter(R)):
        said = run.find(T)
        if said is None or len(said.text or "") < 2 or sum(child.tag != RPR for child in run) > 1:
            continue
        second = deepcopy(run)
        middle = len(said.text) // 2
        second.find(T).text, said.text = said.text[middle:], said.text[:middle]  # type: ignore[union-attr]
        run.addnext(second)


def other_ticks(mark: str) -> Callable[[Element], None]:
    """Ticks of another make."""

    def edit(root: Element) -> None:
        for said in root.iter(T):
            said.text = (said.text or "").replace("☑", mark)

    return edit


def spaced_labels(root: Element) -> None:
    """Short labels are spread (姓  名)."""
    for cell in root.iter(TC):
        said = list(cell.iter(T))
        if len(said) == 1 and (said[0].text or "") in ("姓名", "职务", "手机", "合计", "发明"):
            said[0].text = "  ".join(said[0].text or "")


def empty_lines(root: Element) -> None:
    """Empty paragraphs come in at the end of every cell."""
    for cell in list(root.iter(TC)):
        etree.SubElement(cell, P)


def without_instructions(root: Element) -> None:
    """Long printed paragraphs of instruction are deleted."""
    body = root.find(f"{W}body")
    assert body is not None
    for line in list(body.findall(P)):
        if text_of(line).startswith(("填 报 说 明", "1.申报书的内容", "注：", "4. 申报单位需准备")):
            body.remove(line)


def in_controls(root: Element) -> None:
    """Cells' paragraphs stand in content controls, and what was typed in tracked insertions."""
    for run in list(root.iter(R)):
        parent = run.getparent()
        if parent is not None and parent.tag == P:
            inserted = etree.Element(f"{W}ins")
            run.addprevious(inserted)
            inserted.append(run)


def hidden_and_deleted(root: Element) -> None:
    """A hidden run and a deleted one come into every paragraph with text."""
    for line in list(root.iter(P)):
        if not text_of(line):
            continue
        run = etree.SubElement(line, R)
        etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}vanish")
        etree.SubElement(run, T).text = "暗文"
        gone = etree.SubElement(etree.SubElement(line, f"{W}del"), R)
        etree.SubElement(gone, f"{W}delText").text = "删去的"


EDITS: dict[str, Callable[[Element], None]] = {
    "split": split_runs,
    "spaced": spaced_labels,
    "empty": empty_lines,
    "short": without_instructions,
    "tracked": in_controls,
    "hidden": hidden_and_deleted,
    "root": other_ticks("√"),
    "square": other_ticks("■"),
    "bracket": other_ticks("（√）"),
}


def written(form: Form, answers: Answers) -> bytes:
    return render(form, answers).data
