"""What every answer gets: a correlation id, secure headers, a measurement and a log line."""

import json
import logging
import time

from app import metrics
from app.logs import correlation_from, correlation_id

log = logging.getLogger("api")

HEADERS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
QUIET = ("/health", "/ready", "/metrics")  # asked every few seconds by machines: logged only when they fail


class Edge:
    """ASGI middleware, outermost. An exception becomes a plain 500 that names the correlation id."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        given = dict(scope["headers"]).get(b"x-correlation-id", b"").decode("latin-1")
        correlation_id.set(correlation_from(given))
        started, status = time.perf_counter(), 0

        async def send_dressed(message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                mark = (b"x-correlation-id", correlation_id.get().encode())
                message = {**message, "headers": [*message["headers"], *HEADERS, mark]}
            await send(message)

        try:
            await self.app(scope, receive, send_dressed)
        except Exception:
            log.exception("the request failed")
            if not status:
                await answer(send_dressed, 500, {"detail": f"internal error, see {correlation_id.get()}"})
        record(scope, status, time.perf_counter() - started)


async def answer(send, status: int, body: dict, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", b"application/json"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def record(scope, status: int, seconds: float) -> None:
    method = scope["method"]
    route = getattr(scope.get("route"), "path", "unmatched")
    metrics.latency.labels(method, route, str(status)).observe(seconds)
    if status >= 500:
        metrics.errors.labels(method, route).inc()
    if status < 500 and scope["path"] in QUIET:
        return
    fields = {"method": method, "path": scope["path"], "status": status, "ms": round(seconds * 1000, 1)}
    log.log(logging.ERROR if status >= 500 else logging.INFO, "answered", extra={"fields": fields})
