"""When not to answer: what is none of our business, and what the guide does not state.

Two different things. *Out of scope* is decided before anything is searched, on the words of the question alone. *Not
found* is decided on the evidence: the best unit is one that records silence, nothing comes near, or a hard kind of answer
(money, a date, a number to call) was asked and nothing near holds one. No evidence ever comes from a sister programme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledge.chinese import normalise
from knowledge.shared import SharedQuestions

_TIGHT = re.compile(r"[\s\W_]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Guard:
    """Recognises what is none of our business."""

    shared: SharedQuestions

    @cached_property
    def _injections(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in self.shared.injection)

    @cached_property
    def _subjects(self) -> Mapping[str, re.Pattern[str]]:
        """A subject outside our business, to the words that give it away."""
        return {
            subject: re.compile("|".join(re.escape(word.lower()) for word in words))
            for subject, words in self.shared.out_of_scope.items()
        }

    def overreach(self, question: str) -> bool:
        """Whether the question wants the assistant to leave its role, invent, or hand out what is not the asker's."""
        text = normalise(question)
        forms = {_SPACE.sub("", text), _TIGHT.sub("", text), text}
        return any(pattern.search(form) for pattern in self._injections for form in forms)

    def subjects(self, question: str) -> tuple[str, ...]:
        """The words in the question that belong to a subject outside our business."""
        text = normalise(question)
        return tuple(word for pattern in self._subjects.values() for word in pattern.findall(text))
