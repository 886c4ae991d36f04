"""`make prove`: the long versions of the proofs, with their figures.

Zero failures in n independent trials bound the rate of failure by 3/n with 95 % confidence; the bound is printed, not “never”.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.fakes.telegram import telegram
from tests.prove.killing import Killed, Killing, restarts
from tests.prove.planted import SIMULATED, caught
from tests.prove.processes import BOT, SERVE, PostgreSQL
from tests.prove.simulator import Plan, Simulation, Violation

CHUNK = 2_000
PROMISED = 3.0
"""Seconds from starting a killed service to its first answer."""


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


def kill(kills: int, messages: int, name: str, seed: int) -> bool:
    """Kill the real service so often, on the SQLite file or on a PostgreSQL server that is crashed too."""
    began = time.monotonic()
    postgres = PostgreSQL() if name == "PostgreSQL" else None
    try:
        with tempfile.TemporaryDirectory(prefix="shenbao-prove-") as folder, telegram() as server:
            found: Killed = Killing(server, Path(folder), postgres=postgres, seed=seed).run(kills, messages)
    finally:
        if postgres is not None:
            postgres.close()
    compared, bound = found.compared, 3 / max(found.messages, 1)
    print(
        f"真实 kill -9（shenbao 进程，{name}）：{found.kills} 次，数据库崩溃 {found.crashes} 次，{found.messages:,} 条消息，"
        f"丢失 {compared.lost}，重复 {compared.twice}，乱序 {compared.out_of_order}，状态不符 {compared.wrong_state}，"
        f"死信 {compared.dead_letters}，多出的回执 {found.spare}（95% 上界每条 {bound:.1e}）；{time.monotonic() - began:.0f} 秒。",
        flush=True,
    )
    return found.kept


def _spread(seconds: list[float]) -> str:
    at = {share: seconds[min(int(len(seconds) * share), len(seconds) - 1)] for share in (0.5, 0.9, 0.99)}
    return f"中位 {at[0.5]:.2f}、90% {at[0.9]:.2f}、99% {at[0.99]:.2f}、最慢 {seconds[-1]:.2f} 秒"


def restart(times: int, seed: int) -> bool:
    """How long people wait who wrote while the service was down; the slowest has to stay within the promise."""
    kept = True
    for name, command in (("shenbao telegram", BOT), ("shenbao serve", SERVE)):
        with tempfile.TemporaryDirectory(prefix="shenbao-prove-") as folder, telegram() as server:
            took = restarts(server, Path(folder), times, command=command, seed=seed)
        own = sorted(one.own for one in took)
        print(
            f"重启到第一条答复（{name}）：{len(took)} 次，{_spread([one.seconds for one in took])}；"
            f"除去别的程序占着处理器的时间，{_spread(own)}（许诺 {PROMISED:.0f} 秒，机器负载 {os.getloadavg()[0]:.1f}）。",
            flush=True,
        )
        kept &= own[-1] <= PROMISED
    return kept


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
    parser.add_argument("--restarts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    kept = planted()
    with tempfile.TemporaryDirectory(prefix="shenbao-index-") as folder:
        os.environ["SHENBAO_DATA_DIR"] = folder
        for number, name in enumerate(("SQLite", "PostgreSQL")):
            kept &= kill(chosen.kills // 2, chosen.messages // 2, name, chosen.seed + number)
        kept &= restart(chosen.restarts, chosen.seed)
    kept &= simulate(chosen.crashes, chosen.processes)
    print("全部承诺都守住了。" if kept else "有承诺没守住。")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
