"""Takes jobs from the queue and writes what it found to the database."""

import logging
import signal
import threading

from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from app import logs, settings
from app.heartbeat import beat
from app.queue import Queue, parse
from app.store import Store

stop = threading.Event()
log = logging.getLogger("worker")


class Hand(threading.Thread):
    """One job at a time. `busy` is held while a job is in hand."""

    def __init__(self, store: Store, queue: Queue) -> None:
        super().__init__(daemon=True)
        self.store, self.queue, self.busy = store, queue, threading.Lock()

    def run(self) -> None:
        while not stop.is_set():
            try:
                text = self.queue.take(timeout_seconds=1)
                if text:
                    with self.busy:
                        self.perform(text)
            except (RedisError, SQLAlchemyError) as error:
                log.warning("trying again in a second: %s", str(error).splitlines()[0])
                stop.wait(1)

    def perform(self, text: str) -> None:
        job = parse(text)
        logs.correlation_id.set(job.correlation_id)
        try:
            written = self.store.inspect(job.correlation_id, job.item_id)
        except SQLAlchemyError:
            self.queue.give_back(text)
            raise
        self.queue.done(text)
        quiet = job.kind == "sweep" and written == 0
        fields = {"job_id": job.id, "kind": job.kind, "item_id": job.item_id, "written": written}
        log.log(logging.DEBUG if quiet else logging.INFO, "job done", extra={"fields": fields})
        logs.correlation_id.set("")


def show_alive(store: Store, queue: Queue) -> None:
    try:
        store.ping()
        queue.check()
        beat()
    except (RedisError, SQLAlchemyError) as error:
        log.warning("not ready: %s", str(error).splitlines()[0])


def main() -> None:
    config = settings.read(
        {
            "API__DATABASE_URL": settings.database_url,
            "API__REDIS_URL": settings.redis_url,
            "API__LOG_LEVEL": settings.level,
            "WORKER__CONCURRENCY": settings.positive,
        }
    )
    logs.configure("worker", config["API__LOG_LEVEL"])
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    store, queue = Store(config["API__DATABASE_URL"]), Queue(config["API__REDIS_URL"])
    recovered = queue.recover()
    hands = [Hand(store, queue) for _ in range(config["WORKER__CONCURRENCY"])]
    log.info("working", extra={"fields": {"hands": len(hands), "recovered": recovered}})
    for hand in hands:
        hand.start()
    while not stop.is_set():
        show_alive(store, queue)
        stop.wait(1)
    # Jobs in hand are finished; a hand that only waits for the next one is left behind at once.
    for hand in hands:
        hand.busy.acquire(timeout=4)
    log.info("stopped")


if __name__ == "__main__":
    main()
