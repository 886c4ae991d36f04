"""The blanks of a form as units of retrieval, so that “这一栏怎么填” has an answer.

A blank answers with its field's help and with the part of the form it is printed in. Only keys, labels, helps and clauses
of `fields.yaml` are read here; what a field means otherwise is the business of `forms`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge.chunking import Unit
from knowledge.models import PhrasesFile
from programs.clauses import Clause, Guide
from programs.registry import Pack
from programs.yamlfile import load_yaml


def form_units(pack: Pack, phrases: PhrasesFile) -> list[Unit]:
    """The blanks of the form as units; the answer is the field's help and the part of the form it is printed in."""
    path = pack.path("fields.yaml")
    if not path.is_file():
        return []
    known = {str(item["key"]): item for item in _listed(pack.root.parent / "_shared" / "fields.yaml") if "key" in item}
    units, guide = [], pack.guide
    for item in _listed(path):
        key = str(item.get("key") or item.get("use") or "")
        said = {**known.get(key, {}), **item}
        label, help_text = str(said.get("label") or key), str(said.get("help") or "")
        clause = guide.by_id.get(str(said.get("clause") or "")) or _printed_in(guide, label)
        asks = phrases.fields.get(key, ())
        if not key or clause is None or not (asks or help_text):
            continue
        text = f"{label} {help_text}"
        units.append(
            Unit(
                "field",
                clause.id,
                clause.start,
                clause.end,
                text,
                ("form",),
                asks,
                (),
                key,
                help_text,
                {"label": label},
            )
        )
    return units


def _listed(path: Path) -> list[dict[str, Any]]:
    data = load_yaml(path) if path.is_file() else None
    fields = data.get("fields") if isinstance(data, dict) else None
    return [item for item in fields or () if isinstance(item, dict)]


def _printed_in(guide: Guide, label: str) -> Clause | None:
    """The part of the form where a label is printed, None when it is nowhere."""
    return next((clause for clause in guide.clauses if clause.kind == "form" and label in clause.text), None)
