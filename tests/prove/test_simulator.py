"""The engine under thousands of simulated deaths: nothing lost, nothing twice, in order, state exact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.prove.simulator import Plan, Simulation


@pytest.mark.parametrize("crash", [0.02, 0.12, 0.35])
def test_no_promise_is_broken(crash: float) -> None:
    """Rare and frequent deaths, stops and faults of the service: every answer stands once, in order, in its chat."""
    crashes = sum(Simulation(seed, Plan(crash=crash)).run().crashes for seed in range(10_000, 10_400))
    assert crashes > 100


def test_long_conversations() -> None:
    """Forty messages of two people, with many deaths on the way."""
    for seed in range(20):
        assert Simulation(seed, Plan(chats=2, messages=40, crash=0.2)).run().crashes


def test_sending_without_acknowledgement_may_repeat_and_never_loses() -> None:
    """`delivery=send` keeps every promise but one: an answer whose fate was unknown may come twice."""
    repeated = 0
    for seed in range(300):
        simulation = Simulation(seed, Plan(mode="send")).run()
        shown = [line for chat in simulation.service.said for line in simulation.service.screen(chat)]
        repeated += len(shown) > len(set(shown))
    assert repeated


def test_one_integer_reproduces_a_run() -> None:
    """The same seed gives the same trace, another seed another."""
    first, again, other = (Simulation(seed).run().digest for seed in (7, 7, 8))
    assert first == again != other


def test_a_quiet_service_needs_one_acknowledgement_each() -> None:
    """Without deaths and faults no acknowledgement is left over."""
    simulation = Simulation(1, replace(Plan(), crash=0.0, stop=0.0, faults=0.0)).run()
    assert simulation.crashes == simulation.service.spare() == 0
