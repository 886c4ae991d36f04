"""The one thread that writes to SQLite. Whole transactions are handed to it; those that wait are committed together.

A commit waits for the disk, and one wait serves all that came meanwhile (group commit). Each job runs in a savepoint, so a job
that fails takes back only itself. Nobody is told that a job is done before the commit that holds it has returned.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.storage.errors import StorageFault
from bot.storage.sql.faults import told

T = TypeVar("T")


class _Apart:
    """Marks a job that runs outside any transaction."""

    def __init__(self, job: Callable[[Any], Any]) -> None:
        self.job = job

    def __call__(self, connection: Any) -> Any:
        return self.job(connection)


Job = tuple[Callable[[Connection], Any], "Future[Any]"]
MOST_TOGETHER = 128


class Writer:
    """Runs jobs in order of arrival, each whole or not at all."""

    def __init__(self, engine: Engine, check: Callable[[], None] = lambda: None) -> None:
        self._engine = engine
        self._check = check
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._connection: Connection | None = None
        self._closed = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="storage-writer", daemon=True)
        self._thread.start()

    def do(self, job: Callable[[Connection], T]) -> T:
        """The job's result, once it is on the disk; raises what the job raised, or a StorageFault when the commit failed."""
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise StorageFault("数据库已经关闭。")
            self._jobs.put((job, future))
        with told():
            return future.result()

    def apart(self, job: Callable[[Any], T]) -> T:
        """The result of a job that must run outside any transaction; it is given a connection of the driver."""
        result: T = self.do(_Apart(job))
        return result

    def close(self) -> None:
        """Do what was handed in, and end."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch: list[Job] = [first]
            ending = False
            last: Job | None = None
            while len(batch) < MOST_TOGETHER and not self._jobs.empty() and not isinstance(first[0], _Apart):
                job = self._jobs.get()
                if job is None or isinstance(job[0], _Apart):
                    ending, last = job is None, job
                    break
                batch.append(job)
            self._together(batch)
            if last is not None:
                self._together([last])
            if ending:
                break
        self._drop_connection()

    def _together(self, batch: list[Job]) -> None:
        """One transaction for the batch. When it cannot be committed, none of it was done, and each job is tried alone."""
        done: list[tuple[Any, BaseException | None]] = []
        if isinstance(batch[0][0], _Apart):
            self._outside(*batch[0])
            return
        try:
            self._check()
            connection = self._open()
            with connection.begin():
                for job, _ in batch:
                    done.append(self._one(connection, job, alone=len(batch) == 1))
        except BaseException as error:  # noqa: BLE001  whoever waits has to be told
            self._drop_connection()
            if len(batch) == 1:
                batch[0][1].set_exception(error)
                return
            for one in batch:
                self._together([one])
            return
        for (_, future), (result, failure) in zip(batch, done, strict=True):
            if failure is not None:
                future.set_exception(failure)
            else:
                future.set_result(result)

    def _outside(self, job: Callable[[Any], Any], future: Future[Any]) -> None:
        """A job without a transaction, on a connection of the driver of its own."""
        self._drop_connection()
        connection = None
        try:
            connection = self._engine.raw_connection()
            future.set_result(job(connection))
        except BaseException as error:  # noqa: BLE001
            future.set_exception(error)
        finally:
            if connection is not None:
                connection.close()

    def _one(self, connection: Connection, job: Callable[[Connection], Any], *, alone: bool) -> tuple[Any, Any]:
        """The result and failure of a job. Alone, a failure takes back the transaction; else the savepoint."""
        if alone:
            return job(connection), None
        connection.exec_driver_sql("SAVEPOINT job")
        try:
            result = job(connection)
        except DBAPIError:
            raise  # a full disk ends the whole transaction, whatever savepoints say
        except Exception as error:  # noqa: BLE001
            connection.exec_driver_sql("ROLLBACK TO job")
            connection.exec_driver_sql("RELEASE job")
            return None, error
        connection.exec_driver_sql("RELEASE job")
        return result, None

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _drop_connection(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                connection.close()
            except Exception:  # noqa: BLE001  it is thrown away; the next job opens another
                connection.invalidate()
