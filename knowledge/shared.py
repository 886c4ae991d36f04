"""What every programme's questions have in common, read from `programs/_shared/questions.yaml`.

The file holds how people talk (fillers, slips of sound and shape, synonyms, English words), the topics any guide may or
may not state, and what is none of our business. It never holds anything a particular guide says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import field_validator

from knowledge.models import AnswerKind
from programs.models import ApplicantKind, Frozen
from programs.registry import PROGRAMS_DIR
from programs.yamlfile import read_model

SHARED_QUESTIONS = PROGRAMS_DIR / "_shared" / "questions.yaml"


def compiling(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns as they are.

    Raises:
        ValueError: one of them is no regular expression.
    """
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"正则“{pattern}”写错了：{error}") from error
    return patterns


class Topic(Frozen):
    """Something people ask of any programme; a guide states it when one of its sentences matches `evidence`."""

    label: str
    """In Chinese, as in 指南未载明“截止时间”."""
    gives: tuple[AnswerKind, ...]
    evidence: tuple[str, ...]
    """Regular expressions over normalised text."""
    ask: tuple[str, ...]

    @field_validator("evidence")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return compiling(patterns)


class SharedQuestions(Frozen):
    """`questions.yaml`."""

    fillers: tuple[str, ...]
    """Words that change nothing."""
    confusable: tuple[str, ...]
    """Groups of characters people mistake for each other."""
    english: Mapping[str, str]
    concepts: Mapping[str, tuple[str, ...]]
    """A thing to the words for it."""
    askers: Mapping[ApplicantKind, tuple[str, ...]]
    """What an organisation is, to the words that tell so."""
    other_places: tuple[str, ...]
    """Places no guide is for."""
    topics: tuple[Topic, ...]
    out_of_scope: Mapping[str, tuple[str, ...]]
    """A subject that is none of ours, to the words that give it away."""
    injection: tuple[str, ...]
    """Regular expressions over the question without white space, in lower case and simplified characters."""
    machine: tuple[str, ...] = ()
    """The same for what only machines write: never a question, whatever stands around it."""
    out_of_scope_patterns: tuple[str, ...] = ()
    """The same for formalities of other fields, such as annual fees, trade marks, other recognitions and subsidies."""
    benign: tuple[str, ...]
    """Proper questions that look like improper ones; only the tests read them."""

    @field_validator("machine", "injection", "out_of_scope_patterns")
    @classmethod
    def _patterns_compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return compiling(patterns)


@lru_cache(maxsize=4)
def shared_questions(path: Path = SHARED_QUESTIONS) -> SharedQuestions:
    """The shared knowledge in `path`, read once.

    Raises:
        PackFault: the file is missing or wrong, with line and mend.
    """
    return read_model(path, SharedQuestions)
