"""JSON lines on stdout, each with the correlation id of the request or job it belongs to."""

import json
import logging
import re
import sys
import uuid
from contextvars import ContextVar
from datetime import datetime, timezone

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")

ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")


def correlation_from(text: str) -> str:
    """The id that came with a request when it looks like one, else a new one."""
    return text if ACCEPTED.fullmatch(text) else uuid.uuid4().hex


class JsonLines(logging.Formatter):
    """`extra={"fields": {...}}` adds fields to the line."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": self.service,
            "message": record.getMessage(),
            "correlation_id": correlation_id.get() or None,
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps({key: value for key, value in line.items() if value is not None}, default=str)


def configure(service: str, level: str) -> logging.Logger:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(service))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    return logging.getLogger(service)


def configure_unless_done(service: str, level: str) -> None:
    """For code that runs by itself or inside a process that has chosen its log already."""
    if not logging.getLogger().handlers:
        configure(service, level)
