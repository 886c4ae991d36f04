"""`check-programs`: every fault of every programme folder in one run, each with `path:line` and how to mend it.

A folder is checked room by room: identity (manifest, official text), wording (clause ids and quotes), judging (rules and
their cases), printing (anchors, unused fields, form checks), speaking (questions and transcripts). When a file cannot be
read at all, that is the fault, and the checks that need it are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.checks.folder import Folder, open_folder
from programs.errors import PackFault
from programs.registry import pack_folders

Check = Callable[[Folder], Iterator[PackFault]]


def check_all(
    programs_dir: Path, folders: Sequence[Path] | None = None, *, answers: bool = True
) -> Iterator[PackFault]:
    """Every fault of the folders (all programmes of `programs_dir` when none are named), in a stable order.

    `answers` false leaves out the questions, which need the index.
    """
    from bot.checks import drafts, identity, judging, printing, speaking, wording

    chosen = list(folders) if folders is not None else pack_folders(programs_dir)
    opened = []
    for root in chosen:
        folder, faults = open_folder(root)
        yield from faults
        if folder is None:
            continue
        opened.append(folder)
        for check in (drafts.check, identity.check, wording.check, judging.check, printing.check):
            yield from check(folder)
    yield from identity.check_together(opened)
    if answers and opened:
        yield from speaking.check(opened)
