"""The application document: answers written into the official blank in place, read back and compared before anyone gets it.

    rendered = render(form, answers)      # in memory
    result = fill(form, answers, Path("申报书.docx"))

Everything printed on the blank stays as it is, in its font; only places named in `form.yaml` are written. What is not
answered stays blank, as do signatures, seals and dates of signing. The first call on a blank resolves its anchors; later
calls copy the parsed blank.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from forms.docx_blank import CompiledBlank, compile_blank
from forms.docx_package import BODY
from forms.docx_plan import make_plan
from forms.docx_properties import properties
from forms.docx_verify import verify
from forms.docx_write import written
from forms.loader import Form
from forms.progress import active, applicable
from programs.errors import BadFile, PackFault
from programs.values import Answers
from programs.yamlfile import line_of


@dataclass(frozen=True)
class Rendered:
    """A filled document that was read back without a difference."""

    data: bytes
    filled: int
    """How many fields are printed."""
    blank: tuple[str, ...]
    """Keys of fields the form prints that apply and have no answer, in asking order."""
    warnings: tuple[str, ...] = ()
    """Chinese sentences on what could not be printed as one might expect."""
    read_back: str = "ok"


@dataclass(frozen=True)
class FillResult:
    """A document that was written to disk."""

    file: Path
    filled: int
    blank: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    read_back: str = "ok"


def render(form: Form, answers: Answers, *, blank: Path | None = None, wanted: Collection[str] = ()) -> Rendered:
    """The filled document in memory; `blank` is used instead of the pack's own.

    `wanted` are fields whose empty places are marked, for a preview alone.

    Raises:
        PackFault: a place of `form.yaml` is not found in the blank, or there is no `form.yaml`.
        BadFile: the blank is missing or damaged.
        DocumentFault: the document does not read back as written.
    """
    compiled = _ready(form, blank)
    counted = active(form, answers)
    plan = make_plan(compiled, form, counted, wanted)
    data = compiled.package.write({BODY: written(compiled, plan), **properties(compiled.package, form.pack.manifest)})
    verify(compiled, plan, data)
    printed = form.printed_keys
    empty = tuple(field.key for field in applicable(form, counted) if field.key in printed and field.key not in counted)
    return Rendered(data, len(plan.filled), empty, tuple(dict.fromkeys(plan.warnings)))


def fill(form: Form, answers: Answers, out: Path, *, blank: Path | None = None) -> FillResult:
    """The filled document at `out`, all of it or nothing: an existing file is replaced only by a whole one.

    Raises:
        BadFile: `out` cannot be written, or is the blank itself.
        PackFault, DocumentFault: see `render`.
    """
    source = blank or form.pack.path("form.docx")
    if out.exists() and source.exists() and out.samefile(source):
        raise BadFile("输出文件就是空白表本身，不能覆盖。", where=str(out), mend="换一个文件名。")
    rendered = render(form, answers, blank=blank)
    write_whole(out, rendered.data)
    return FillResult(out, rendered.filled, rendered.blank, rendered.warnings)


def write_whole(out: Path, data: bytes) -> None:
    """`data` at `out`, written beside it first and moved into place; nothing is left behind on failure.

    Raises:
        BadFile: the folder is missing or cannot be written.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".shenbao-", suffix=".tmp", dir=out.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(out)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        reason = error.strerror or "写入失败"
        raise BadFile(
            f"文件写不进去（{reason}）。", where=str(out), mend="确认文件夹存在、可写、没有被别的程序打开。"
        ) from None


def _ready(form: Form, blank: Path | None) -> CompiledBlank:
    path = form.pack.path("form.yaml")
    if form.file is None:
        raise PackFault.at(path, None, "缺少 form.yaml，不知道答案该填在哪里。", "补上 form.yaml。")
    compiled = compile_blank(blank or form.pack.path("form.docx"), form.file)
    faults = [
        PackFault.at(path, line_of(path, outcome.location), outcome.message, outcome.mend)
        for outcome in compiled.outcomes
        if outcome.status != "found"
    ]
    if faults:
        first, *others = faults
        first.others = tuple(others)
        raise first
    return compiled
