"""Every so often asks for a sweep, which finds the items that nobody inspected."""

import logging
import signal
import threading
import time
import uuid

from redis import RedisError

from app import logs, settings
from app.heartbeat import beat
from app.queue import Queue

stop = threading.Event()
log = logging.getLogger("scheduler")


def main() -> None:
    config = settings.read(
        {
            "API__REDIS_URL": settings.redis_url,
            "API__LOG_LEVEL": settings.level,
            "SCHEDULER__INTERVAL_SECONDS": settings.positive,
        }
    )
    logs.configure("scheduler", config["API__LOG_LEVEL"])
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    queue, interval = Queue(config["API__REDIS_URL"]), config["SCHEDULER__INTERVAL_SECONDS"]
    log.info("scheduling", extra={"fields": {"interval_seconds": interval}})
    due = time.monotonic() + interval
    while not stop.is_set():
        try:
            queue.check()
            if time.monotonic() >= due:
                due += interval
                ask_for_sweep(queue)
            beat()
        except RedisError as error:
            log.warning("trying again in a second: %s", error)
        stop.wait(1)
    log.info("stopped")


def ask_for_sweep(queue: Queue) -> None:
    if queue.depth() > 0:
        return  # the worker is behind already, and one sweep finds everything
    logs.correlation_id.set(uuid.uuid4().hex)
    job = queue.put("sweep", logs.correlation_id.get())
    log.info("sweep queued", extra={"fields": {"job_id": job.id}})
    logs.correlation_id.set("")


if __name__ == "__main__":
    main()
