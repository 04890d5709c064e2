"""So many requests a minute for one client address; beyond that 429 and when to come back.

Counted in this process. The address is the peer's, because a forwarded one could be made up; all that
comes through `web` therefore counts as one client.
"""

import time

from app.edge import QUIET, answer


class RateLimit:
    """ASGI middleware."""

    def __init__(self, app, per_minute: int) -> None:
        self.app = app
        self.per_minute = per_minute
        self.minute = 0
        self.counts: dict[str, int] = {}

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http" or scope["path"] in QUIET or self.allows(scope["client"][0]):
            return await self.app(scope, receive, send)
        wait = str(60 - int(time.monotonic() % 60)).encode()
        body = {"detail": f"more than {self.per_minute} requests in a minute"}
        await answer(send, 429, body, (b"retry-after", wait))

    def allows(self, address: str) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self.minute:
            self.minute, self.counts = minute, {}
        self.counts[address] = self.counts.get(address, 0) + 1
        return self.counts[address] <= self.per_minute
