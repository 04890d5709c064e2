"""The HTTP interface."""

import os
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, HTTPException, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from app import logs, metrics, settings
from app.edge import Edge
from app.queue import Queue
from app.rate_limit import RateLimit
from app.store import Store

config = settings.read(
    {
        "API__DATABASE_URL": settings.database_url,
        "API__REDIS_URL": settings.redis_url,
        "API__CORS_ORIGINS": settings.origins,
        "API__RATE_LIMIT_PER_MINUTE": settings.positive,
        "API__LOG_LEVEL": settings.level,
    }
)
log = logs.configure("api", config["API__LOG_LEVEL"])
store = Store(config["API__DATABASE_URL"])
queue = Queue(config["API__REDIS_URL"])
metrics.measure_queue(queue.depth)

app = FastAPI(title="berth-sample", docs_url=None, redoc_url=None)
# The last one added is the outermost.
app.add_middleware(RateLimit, per_minute=config["API__RATE_LIMIT_PER_MINUTE"])
app.add_middleware(
    CORSMiddleware,
    allow_origins=config["API__CORS_ORIGINS"],
    allow_methods=["GET", "POST"],
    allow_headers=["content-type"],
    expose_headers=["x-correlation-id"],
)
app.add_middleware(Edge)


class NewItem(BaseModel):
    name: str = Field(min_length=1, max_length=80)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/ready")
def ready() -> JSONResponse:
    checks = {"database": outcome(store.check), "cache": outcome(queue.check)}
    green = all(text == "ok" for text in checks.values())
    body = {"status": "ok" if green else "not ready", "checks": checks}
    return JSONResponse(body, status_code=200 if green else 503)


def outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except (SQLAlchemyError, RedisError) as error:
        return reason(error)
    return "ok"


def reason(error: Exception) -> str:
    """The driver's first line: which server and why. Neither driver puts the password in it."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]


@app.get("/version")
def version() -> dict[str, str]:
    return {name: os.environ.get(name, "unknown") for name in ("GIT_SHA", "BUILD_DATE", "APP_VERSION")}


@app.get("/metrics")
def show_metrics() -> Response:
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


@app.get("/items")
def list_items() -> list[dict[str, Any]]:
    return store.newest(50)


@app.post("/items", status_code=201)
def add_item(new: NewItem) -> dict[str, Any]:
    name = new.name.strip()
    row = store.add(name) if name else None
    if row is None:
        raise HTTPException(409 if name else 422, "there is an item of that name" if name else "a name is needed")
    try:
        job = queue.put("inspect", logs.correlation_id.get(), row["id"])
        log.info("item added, inspection queued", extra={"fields": {"item_id": row["id"], "job_id": job.id}})
    except RedisError as error:
        log.warning("item added, but the queue does not answer: the next sweep inspects it (%s)", error)
    return row
