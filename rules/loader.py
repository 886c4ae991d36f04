"""Reads a programme's `rules.yaml`. Whether its rules fit the guide and the fields is for `check-programs` to say."""

from __future__ import annotations

from programs.registry import Pack
from programs.yamlfile import read_model
from rules.models import RuleSet


def load_rules(pack: Pack) -> RuleSet:
    """The programme's rules, in the file's order.

    Raises:
        PackFault: the file is missing or a value in it does not fit, with its line.
    """
    return read_model(pack.path("rules.yaml"), RuleSet)
