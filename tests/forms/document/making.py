"""Small blanks and forms for the tests, and a reader that shares nothing with the code under test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from forms.loader import Form
from forms.models import Field
from forms.places import BlankPlace, FormFile
from programs._tooling.package import package_bytes
from programs.registry import Pack, discover

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MARK = '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312" w:ascii="Times New Roman"/><w:sz w:val="24"/></w:rPr>'


# --- writing blanks -------------------------------------------------------------------------------------------------


def p(text: str = "", *, mark: str = MARK, raw: str = "", heading: bool = False) -> str:
    """A paragraph with one run, or with `raw` runs."""
    style = '<w:pStyle w:val="Heading1"/>' if heading else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{style}{mark}</w:pPr>{run}{raw}</w:p>"


def run(text: str = "", *, look: str = "", raw: str = "") -> str:
    """A run."""
    said = f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{said}{raw}</w:r>"


def tc(content: str = "", *, span: int = 1, merge: str = "") -> str:
    """A cell; `content` is text or paragraphs, `merge` is `restart` or `continue`."""
    inner = content if content.startswith("<w:") else p(content)
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, height: str = "") -> str:
    """A row; plain strings become cells. `height` is the rule of a height of 400: `exact` or `atLeast`."""
    properties = f'<w:trPr><w:trHeight w:val="400" w:hRule="{height}"/></w:trPr>' if height else ""
    inner = (cell if cell.startswith(("<w:tc", "<w:sdt")) else tc(cell) for cell in cells)
    return f"<w:tr>{properties}{''.join(inner)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(content: str, *, properties: str = "") -> str:
    """A content control around paragraphs, rows, cells or runs."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def save(path: Path, *body: str) -> Path:
    """A .docx with this body at `path`."""
    path.write_bytes(package_bytes("".join(body), title="测试", cover=False))
    return path


def make_form(
    root: Path, fields: Sequence[Field], places: Sequence[Mapping[str, Any]], blanks: Iterable[Any] = ()
) -> Form:
    """A form over these fields, whose pack is the folder `root`."""
    file = FormFile.model_validate({"places": list(places), "blanks": [BlankPlace(at=at, why="测试") for at in blanks]})
    manifest = discover()["changzhou-university"].manifest
    return Form(Pack(root, manifest), (), {field.key: field for field in fields}, file)


def text_field(key: str, **more: Any) -> Field:
    """A text field, or one of another type."""
    return Field.model_validate({"key": key, "label": key, "type": "text", **more})


# --- reading documents ----------------------------------------------------------------------------------------------


def part(data: bytes, name: str = "word/document.xml") -> str:
    """A part of the file, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.read(name).decode("utf-8")


def root_of(data: bytes) -> ElementTree.Element:
    """The document's root, parsed by the standard library."""
    return ElementTree.fromstring(part(data))


def said(element: ElementTree.Element) -> str:
    """The text under an element, breaks and tabs included."""
    out = []
    for node in element.iter():
        if node.tag == f"{W}t":
            out.append(node.text or "")
        elif node.tag == f"{W}br":
            out.append("\n")
        elif node.tag == f"{W}tab" and node.get(f"{W}val") is None:
            out.append("\t")
    return "".join(out)


def paragraphs(data: bytes) -> list[str]:
    """The text of every paragraph, in document order."""
    return [said(element) for element in root_of(data).iter(f"{W}p")]


def rows(data: bytes, table: int = 0) -> list[list[str]]:
    """The cells of a table as they stand in the file, paragraphs of a cell joined by line feeds."""
    element = list(root_of(data).iter(f"{W}tbl"))[table]
    return [
        ["\n".join(said(inner) for inner in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
        for row in element.iter(f"{W}tr")
    ]


def fonts(data: bytes, text: str) -> list[str | None]:
    """The East Asian font of every run that says exactly `text`."""
    found = []
    for element in root_of(data).iter(f"{W}r"):
        if said(element) == text:
            face = element.find(f"{W}rPr/{W}rFonts")
            found.append(face.get(f"{W}eastAsia") if face is not None else None)
    return found
