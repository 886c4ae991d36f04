"""The peers of `bench.engine`, each a program of its own: it is handed every message, says how fast it was, and is killed.

Each takes a folder, the number of people and of messages, and `run`, `half` or `count`. `run` works on all and prints the rate;
`half` works on half, says so and goes on until it is killed; `count` prints how many messages stand in what is kept.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

PEOPLE = 200

LANGGRAPH = """
import sys, time
from typing import TypedDict
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph
folder, people, messages, what = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

class State(TypedDict):
    said: list[str]
    heard: str

graph = StateGraph(State)
graph.add_node("store", lambda state: {"said": [*state["said"], state["heard"]]})
graph.add_edge(START, "store")
graph.add_edge("store", END)
with SqliteSaver.from_conn_string(folder + "/graph.sqlite3") as saver:
    app = graph.compile(checkpointer=saver)
    def thread(person):
        return {"configurable": {"thread_id": str(person)}}
    if what == "count":
        print(sum(len(app.get_state(thread(person)).values.get("said", ())) for person in range(people)))
    else:
        began = time.perf_counter()
        for number in range(messages):
            if what == "half" and number == messages // 2:
                print("half", flush=True)
            first = {"said": []} if number < people else {}
            app.invoke({"heard": f"said{number}", **first}, thread(number % people))
        print(messages / (time.perf_counter() - began), flush=True)
"""
"""A graph of one node that stores the answer. It has no inbox: what was handed over and not begun is in nobody's hands."""

PTB = """
import asyncio, sys, time
from datetime import datetime, timezone
from telegram import Chat, Message, Update, User
from telegram.ext import ApplicationBuilder, ConversationHandler, MessageHandler, PicklePersistence, filters
from telegram.request import BaseRequest
folder, people, messages, what = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
persistence = PicklePersistence(folder + "/ptb.pickle")

class Nothing(BaseRequest):
    read_timeout = 1.0
    async def initialize(self): pass
    async def shutdown(self): pass
    async def do_request(self, url, method, *a, **k):
        if url.endswith("getMe"):
            return 200, b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"b_bot"}}'
        return 200, b'{"ok":true,"result":{"message_id":1,"date":0,"chat":{"id":1,"type":"private"},"text":"x"}}'

done, all_done = 0, asyncio.Event()
async def store(update, context):
    global done
    context.user_data.setdefault("said", []).append(update.message.text)
    await update.message.reply_text("ok")
    done += 1
    if what == "half" and done == messages // 2:
        print("half", flush=True)
    if done == messages:
        all_done.set()
    return 1

async def main():
    app = (ApplicationBuilder().token("1:a").request(Nothing()).get_updates_request(Nothing()).updater(None)
           .persistence(persistence).build())
    handler = MessageHandler(filters.TEXT, store)
    app.add_handler(ConversationHandler([handler], {1: [handler]}, [], name="form", persistent=True))
    await app.initialize()
    await app.start()
    now = datetime.now(timezone.utc)
    began = time.perf_counter()
    for number in range(messages):
        person = number % people + 1
        message = Message(number + 1, now, Chat(person, "private"), from_user=User(person, "p", False), text=f"said{number}")
        message.set_bot(app.bot)
        await app.update_queue.put(Update(number + 1, message=message))
    await all_done.wait()
    print(messages / (time.perf_counter() - began), flush=True)
    await asyncio.sleep(60)

if what == "count":
    try:
        kept = asyncio.run(persistence.get_user_data())
    except Exception:
        kept = {}
    print(sum(len(one.get("said", ())) for one in kept.values()))
else:
    asyncio.run(main())
"""
"""Stock python-telegram-bot with the persistence it comes with; updates lie in its queue as its Updater puts them there,
which is when they are confirmed. Telegram itself answers in no time."""


def peer(folder: Path, program: str, messages: int) -> tuple[float, str] | None:
    """Messages a second, and how many of them a kill at half took away; None when the peer is not installed."""

    def start(place: Path, what: str) -> subprocess.Popen[str]:
        place.mkdir(exist_ok=True)
        told = [sys.executable, "-W", "ignore", "-c", program, str(place), str(PEOPLE), str(messages), what]
        return subprocess.Popen(told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def said(child: subprocess.Popen[str]) -> str:
        assert child.stdout is not None
        line = child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        return line

    if not (rate := said(start(folder / "run", "run"))):
        return None
    said(start(folder / "half", "half"))
    kept = int(said(start(folder / "half", "count")) or 0)
    return float(rate), f"{messages - kept:,} / {messages:,}"
