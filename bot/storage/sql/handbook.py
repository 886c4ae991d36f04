"""The handbook in a database. Its statements are few and seldom run, so they stand here together."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from bot.storage.sql.inserting import insert_new
from bot.storage.sql.tables_handbook import gaps, model_calls, staff_answers
from bot.storage.sql.tables_records import meta
from knowledge.gaps import Gap, GapCount
from knowledge.staff.models import StaffAnswer

T = TypeVar("T")
REVISION, DAY_KEY = "handbook_revision", "model_day_key"
LOCK = 7_004_003


class Transactions(Protocol):
    """What the handbook needs of a database."""

    def write(self, job: Callable[[Connection], T]) -> T:
        """The job's result, once what it did is on the disk."""
        ...

    def read(self, job: Callable[[Connection], T]) -> T:
        """The job's result; all it reads is of one moment."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


class SQLHandbook:
    """See `handbook.Handbook`."""

    def __init__(self, database: Transactions) -> None:
        self.database = database
        self._write, self._read = database.write, database.read

    def revision(self) -> int:
        """See `Handbook.revision`."""
        return self._read(lambda connection: int(_value(connection, REVISION) or 0))

    def staff_answers(self) -> list[StaffAnswer]:
        """See `Handbook.staff_answers`."""
        found = self._read(lambda connection: [_answer(row) for row in connection.execute(select(staff_answers))])
        return sorted(found, key=lambda answer: answer.id)

    def put_staff_answer(self, answer: StaffAnswer) -> bool:
        """See `Handbook.put_staff_answer`."""

        def job(connection: Connection) -> bool:
            _alone(connection)
            gone = connection.execute(delete(staff_answers).where(staff_answers.c.id == answer.id)).rowcount
            connection.execute(insert(staff_answers), _columns(answer))
            _changed(connection)
            return gone == 0

        return self._write(job)

    def withdraw_staff_answer(self, id: str, on: date) -> bool:
        """See `Handbook.withdraw_staff_answer`."""

        def job(connection: Connection) -> bool:
            _alone(connection)
            held = (staff_answers.c.id == id, staff_answers.c.withdrawn.is_(None))
            done = connection.execute(update(staff_answers).where(*held).values(withdrawn=on.isoformat())).rowcount == 1
            if done:
                _changed(connection)
            return done

        return self._write(job)

    def note_gap(self, gap: Gap, on: date) -> None:
        """See `Handbook.note_gap`."""

        def job(connection: Connection) -> None:
            key = {"day": on.isoformat(), "program": gap.program, "plain": gap.plain}
            connection.execute(insert_new(connection, gaps), {**key, "question": gap.question, "topic": gap.topic})
            same = [gaps.c[name] == value for name, value in key.items()]
            connection.execute(update(gaps).where(*same).values(count=gaps.c.count + 1))

        self._write(job)

    def gaps(self, since: date) -> list[GapCount]:
        """See `Handbook.gaps`."""
        query = select(gaps).where(gaps.c.day >= since.isoformat())

        def job(connection: Connection) -> list[GapCount]:
            found = [
                GapCount(
                    date.fromisoformat(row["day"]),
                    Gap(row["program"], row["plain"], row["question"], row["topic"]),
                    row["count"],
                )
                for row in connection.execute(query).mappings()
            ]
            return sorted(found, key=lambda one: (one.day, one.gap.program, one.gap.plain))

        return self._read(job)

    def drop_gaps(self, before: date) -> int:
        """See `Handbook.drop_gaps`."""
        old = delete(gaps).where(gaps.c.day < before.isoformat())
        return self._write(lambda connection: connection.execute(old).rowcount)

    def spend(self, who: str, on: date, most: int) -> bool:
        """See `Handbook.spend`."""

        def job(connection: Connection) -> bool:
            _alone(connection)
            key = {"day": on.isoformat(), "who": _hidden(connection, who, on)}
            connection.execute(insert_new(connection, model_calls), key)
            mine = [model_calls.c[name] == value for name, value in key.items()]
            one_more = update(model_calls).where(*mine, model_calls.c.calls < most)
            return connection.execute(one_more.values(calls=model_calls.c.calls + 1)).rowcount == 1

        return self._write(job)

    def close(self) -> None:
        """See `Handbook.close`."""
        self.database.close()


def _alone(connection: Connection) -> None:
    """One after the other; on SQLite every write is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _value(connection: Connection, name: str) -> str | None:
    return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()


def _keep(connection: Connection, name: str, value: str) -> None:
    if connection.execute(update(meta).where(meta.c.name == name).values(value=value)).rowcount == 0:
        connection.execute(insert(meta), {"name": name, "value": value})


def _changed(connection: Connection) -> None:
    _keep(connection, REVISION, str(int(_value(connection, REVISION) or 0) + 1))


def _hidden(connection: Connection, who: str, on: date) -> str:
    """`who` under the key of the day; with a new day the old key and all it counted are gone."""
    day, _, key = (_value(connection, DAY_KEY) or "").partition(" ")
    if day != on.isoformat():
        key = secrets.token_hex(32)
        _keep(connection, DAY_KEY, f"{on.isoformat()} {key}")
        connection.execute(delete(model_calls))
    return hmac.new(key.encode(), who.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _columns(answer: StaffAnswer) -> dict[str, Any]:
    return {**answer.model_dump(mode="json"), "asks": json.dumps(answer.asks, ensure_ascii=False)}


def _answer(row: Row[Any]) -> StaffAnswer:
    return StaffAnswer.model_validate({**row._mapping, "asks": json.loads(row.asks)})
