"""What a version of a programme is to an applicant, and what changed between two: fields, conditions, guide, form.

The version is a hash over what an applicant meets. How people ask (`phrases.yaml`) and the pack's own checks do not count:
nobody's draft is disturbed because a question is found better.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.dialogue.models import World

Named = Mapping[str, tuple[str, str]]
"""Key to what it is called and the hash of all it says."""
MOST_NAMED = 6


@dataclass(frozen=True)
class Summary:
    """A version of a programme, by hashes; enough to say what changed when its files are gone."""

    fields: Named
    rules: Named
    parts: Mapping[str, str] = field(default_factory=dict)
    """`guide`, `form` and `facts` (the programme's own) to their hashes."""

    @property
    def version(self) -> str:
        """The hash of it all."""
        return hashlib.sha256(self.written().encode()).hexdigest()

    def written(self) -> str:
        """As JSON."""
        named = {"fields": dict(self.fields), "rules": dict(self.rules), "parts": dict(self.parts)}
        return json.dumps(named, ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, text: str) -> Summary:
        """The summary that was written."""
        data = json.loads(text)
        named = [{key: (value[0], value[1]) for key, value in data[kind].items()} for kind in ("fields", "rules")]
        return cls(named[0], named[1], data["parts"])


def summary_of(world: World, slug: str) -> Summary:
    """The summary of a programme as the world has it."""
    pack, form = world.packs[slug], world.forms[slug]
    rules = world.assessors[slug].ruleset.rules
    return Summary(
        fields={key: (one.label, _digest(one.model_dump_json().encode())) for key, one in form.fields.items()},
        rules={one.id: (one.title, _digest(one.model_dump_json().encode())) for one in rules},
        parts={
            "guide": _digest(_bytes(pack.path("guide.md"))),
            "form": _digest(_bytes(pack.path("form.yaml")) + _bytes(pack.path("form.docx"))),
            "facts": _digest(pack.manifest.model_dump_json().encode()),
        },
    )


def changes(old: Summary, new: Summary) -> tuple[str, ...]:
    """What changed, as Chinese phrases; never empty for two different versions."""
    told = [*_named("问的内容", old.fields, new.fields), *_named("条件", old.rules, new.rules)]
    words = {"guide": "指南正文有改动", "form": "申报书表格有改动", "facts": "项目信息（年度、截止日期等）有改动"}
    told += [words[part] for part in words if old.parts.get(part) != new.parts.get(part)]
    return tuple(told)


def _named(what: str, old: Named, new: Named) -> list[str]:
    kinds = {
        "新增": [name for key, (name, _) in new.items() if key not in old],
        "删去": [name for key, (name, _) in old.items() if key not in new],
        "改动": [name for key, (name, digest) in new.items() if key in old and old[key][1] != digest],
    }
    return [f"{kind}{what}{len(names)}项（{_some(names)}）" for kind, names in kinds.items() if names]


def _some(names: list[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
