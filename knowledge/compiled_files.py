"""A compiled pack as files that hold no code: plain JSON beside plain arrays.

Reading them takes milliseconds where reading the YAML takes a second; a damaged or planted file can at worst fail to load.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np

from knowledge.chunking import Unit
from knowledge.compiled import FORMAT, Compiled
from knowledge.index import Leg, LexicalIndex
from knowledge.vectors import Pulls
from knowledge.wordspace import SENSE_PARTS, Sense


def save(compiled: Compiled, folder: Path) -> None:
    """Write the compiled pack into `folder`, which must exist; whoever reads finds whole files, old or new."""
    index = compiled.index
    arrays: dict[str, Any] = {f"{name}.owners": leg.owners for name, leg in index.legs.items()}
    arrays |= {"starts": index.starts, "postings": index.postings, "idf": index.idf, "located": compiled.located}
    arrays |= {"pulls.rows": compiled.pulls.rows, "pulls.places": compiled.pulls.places}
    arrays |= {f"sense.{name}": getattr(compiled.sense, name) for name in SENSE_PARTS}
    with _fresh(folder / f"{compiled.program}.npz") as path:
        np.savez(path, **arrays)
    plain = {
        "format": FORMAT,
        "program": compiled.program,
        "units": [asdict(unit) for unit in compiled.units],
        "words": compiled.words,
        "vocabulary": list(compiled.index.vocabulary),
        "clauses": compiled.clauses,
        "parents": sorted(compiled.parents),
        "legs": {name: [leg.begin, leg.end, leg.usual] for name, leg in index.legs.items()},
    }
    with _fresh(folder / f"{compiled.program}.json") as path:
        path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


@contextmanager
def _fresh(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when it has been written."""
    beside = path.with_name(f"{path.stem}.new{path.suffix}")
    yield beside
    beside.replace(path)


def load(program: str, folder: Path) -> Compiled:
    """The compiled pack in `folder`.

    Raises:
        ValueError, KeyError, OSError: the files are missing or damaged; the caller builds them anew.
    """
    plain = json.loads((folder / f"{program}.json").read_text(encoding="utf-8"))
    if plain["format"] != FORMAT or plain["program"] != program:
        raise ValueError(f"compiled pack of another format: {plain['format']}")
    with np.load(folder / f"{program}.npz", allow_pickle=False) as arrays:
        idf = arrays["idf"]
        legs = {
            name: Leg(begin, end, idf[:-1, column], arrays[f"{name}.owners"], usual)
            for column, (name, (begin, end, usual)) in enumerate(plain["legs"].items())
        }
        starts, postings, located = arrays["starts"], arrays["postings"], arrays["located"]
        pulls = Pulls(arrays["pulls.rows"], arrays["pulls.places"])
        sense = Sense(**{name: arrays[f"sense.{name}"] for name in SENSE_PARTS})
    units = tuple(_unit(unit) for unit in plain["units"])
    vocabulary = {
        intern(gram): number for number, gram in enumerate(plain["vocabulary"])
    }  # programmes share most grams
    words = {key: tuple(value) for key, value in plain["words"].items()}
    return Compiled(
        program,
        units,
        words,
        LexicalIndex(vocabulary, starts, postings, idf, legs),
        tuple(plain["clauses"]),
        pulls,
        frozenset(plain["parents"]),
        located,
        sense,
    )


def _unit(plain: dict[str, Any]) -> Unit:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}
    return Unit(**values)
