"""Brings an authority's real blank into this installation, in place of the reconstruction.

The programme's anchors are tried against the file; only when every place is found once is it taken in. It is kept in the
data directory with its hash, and used until the pack's `form.yaml` changes, when it has to be tried again.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from forms.anchors import AnchorOutcome, survey
from forms.document import write_whole
from forms.loader import Form
from programs.errors import BadFile, PackFault

FOLDER = "blanks"


@dataclass(frozen=True)
class Binding:
    """How a programme's places fared in an offered blank, and whether it was taken."""

    program: str
    bound: bool
    sha256: str
    outcomes: tuple[AnchorOutcome, ...]

    @property
    def lost(self) -> tuple[AnchorOutcome, ...]:
        """The places that were not found exactly once."""
        return tuple(outcome for outcome in self.outcomes if outcome.status != "found")


def bind(form: Form, blank: Path, data_dir: Path) -> Binding:
    """Try the blank, and take it when every place is found; otherwise nothing changes.

    Raises:
        BadFile: the file cannot be opened as .docx (an old .doc is converted where LibreOffice is there).
        PackFault: the programme has no `form.yaml` to try.
    """
    from forms.conversion import as_docx

    if form.file is None:
        raise PackFault.at(form.pack.path("form.yaml"), None, "缺少 form.yaml，没有位置可核对。", "先写好 form.yaml。")
    with as_docx(blank) as docx:
        outcomes = survey(docx, form.file)
        raw = docx.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    binding = Binding(form.pack.slug, all(outcome.status == "found" for outcome in outcomes), digest, outcomes)
    if binding.bound:
        folder = data_dir / FOLDER
        _make(folder)
        write_whole(folder / f"{form.pack.slug}.docx", raw)
        record = {"sha256": digest, "form": _form_hash(form), "name": blank.name}
        write_whole(folder / f"{form.pack.slug}.json", json.dumps(record, ensure_ascii=False).encode())
    return binding


def bound_blank(form: Form, data_dir: Path) -> Path | None:
    """The blank this installation uses instead of the pack's, None when there is none.

    Raises:
        BadFile: a blank was bound, but it or the programme's form changed since; it has to be bound again or taken out.
    """
    path = data_dir / FOLDER / f"{form.pack.slug}.docx"
    record_path = path.with_suffix(".json")
    if not record_path.exists():
        return None
    mend = f"重新运行 shenbao bind {form.pack.slug} 官方空白表.docx，或删去这个文件改用重建的表。"
    try:
        record = json.loads(record_path.read_text(encoding="utf-8"))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        raise BadFile("换上的官方空白表读不了。", where=str(record_path), mend=mend) from None
    if digest != record.get("sha256"):
        raise BadFile("换上的官方空白表被改过。", where=str(path), mend=mend)
    if record.get("form") != _form_hash(form):
        raise BadFile("项目的表格定义更新了，换上的官方空白表要重新核对。", where=str(record_path), mend=mend)
    return path


def release(form: Form, data_dir: Path) -> bool:
    """Go back to the pack's own blank; whether there was another."""
    path = data_dir / FOLDER / f"{form.pack.slug}.json"
    if not path.exists():
        return False
    path.unlink()
    path.with_suffix(".docx").unlink(missing_ok=True)
    return True


def _form_hash(form: Form) -> str:
    return hashlib.sha256(form.pack.path("form.yaml").read_bytes()).hexdigest()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadFile(
            f"数据目录建不了（{os.strerror(error.errno or 0)}）。", where=str(folder), mend="检查权限。"
        ) from None
