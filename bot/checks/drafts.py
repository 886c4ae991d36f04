"""A drafted folder is not done until every open point of its `draft.yaml` has been settled and struck out."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from bot.checks.folder import Folder
from programs.errors import PackFault
from programs.models import Frozen
from programs.yamlfile import read_model


class Noted(Frozen):
    """A figure the drafter found in the guide, for whoever fills in the folder."""

    kind: str
    clause: str
    words: str
    sentence: str


class DraftFile(Frozen):
    """`draft.yaml`: what is left to settle; the file goes away with its last point."""

    open: tuple[str, ...] = ()
    found: tuple[Noted, ...] = Field(default=())


def check(folder: Folder) -> Iterator[PackFault]:
    """Every open point of the draft, and ways to ask that no person has read."""
    yield from _unread(folder)
    path = folder.pack.path("draft.yaml")
    if not path.exists():
        return
    try:
        draft = read_model(path, DraftFile)
    except PackFault as fault:
        yield from (fault, *fault.others)
        return
    for place, point in enumerate(draft.open):
        yield folder.fault("draft.yaml", ("open", place), f"待确认：{point}", "核对改正后，从 open 里删去这一行。")
    if not draft.open:
        yield folder.fault("draft.yaml", ("open",), "全部核对完了。", "删去 draft.yaml。")


def _unread(folder: Folder) -> Iterator[PackFault]:
    if folder.phrases is not None and folder.phrases.proposed_by:
        yield folder.fault(
            "phrases.yaml",
            ("proposed_by",),
            f"待确认：问法由语言模型“{folder.phrases.proposed_by}”提出，还没有人核对。",
            "逐条核对后，删去 proposed_by 这一行。",
        )
