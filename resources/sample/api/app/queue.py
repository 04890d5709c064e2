"""Jobs in a Redis list. A job in hand stays in a second list until it is done, so a killed worker loses none."""

import json
import uuid
from dataclasses import asdict, dataclass
from typing import Optional

import redis

WAITING = "jobs:waiting"
IN_HAND = "jobs:in-hand"


@dataclass(frozen=True)
class Job:
    id: str
    kind: str  # "inspect" one item, or "sweep" for all that nobody inspected
    correlation_id: str
    item_id: Optional[int] = None


class Queue:
    def __init__(self, url: str) -> None:
        self.redis = redis.Redis.from_url(
            url, decode_responses=True, socket_connect_timeout=1, socket_timeout=5, health_check_interval=5
        )

    def check(self) -> None:
        self.redis.ping()

    def depth(self) -> int:
        return self.redis.llen(WAITING)

    def put(self, kind: str, correlation_id: str, item_id: Optional[int] = None) -> Job:
        job = Job(uuid.uuid4().hex, kind, correlation_id, item_id)
        self.redis.lpush(WAITING, json.dumps(asdict(job)))
        return job

    def take(self, timeout_seconds: int) -> Optional[str]:
        """The oldest waiting job as text, now in hand; None when none came in time."""
        return self.redis.blmove(WAITING, IN_HAND, timeout_seconds, "RIGHT", "LEFT")

    def done(self, text: str) -> None:
        self.redis.lrem(IN_HAND, 1, text)

    def give_back(self, text: str) -> None:
        self.redis.pipeline().lrem(IN_HAND, 1, text).rpush(WAITING, text).execute()

    def recover(self) -> int:
        """Puts back what a killed worker held; how many. Jobs may run twice, so performing one is idempotent."""
        count = 0
        while self.redis.lmove(IN_HAND, WAITING, "LEFT", "RIGHT"):
            count += 1
        return count


def parse(text: str) -> Job:
    return Job(**json.loads(text))
