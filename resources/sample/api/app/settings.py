"""Configuration from the environment. All that is missing or invalid is said at once; no value is ever printed."""

import os
from collections.abc import Callable, Mapping
from typing import Any

Parse = Callable[[str], Any]


def read(wanted: Mapping[str, Parse]) -> dict[str, Any]:
    """The wanted keys, parsed. Ends the process with one line a problem."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, parse in wanted.items():
        text = os.environ.get(key, "")
        try:
            values[key] = parse(text) if text else problems.append(f"{key} is not set")
        except ValueError as error:
            problems.append(f"{key} {error}")
    if problems:
        raise SystemExit("\n".join(f"configuration: {problem}" for problem in problems))
    return values


def database_url(text: str) -> str:
    if not text.startswith("postgresql://"):
        raise ValueError("should start with postgresql://")
    return text


def redis_url(text: str) -> str:
    if not text.startswith(("redis://", "rediss://")):
        raise ValueError("should start with redis:// or rediss://")
    return text


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ValueError("should be a whole number above 0")
    return int(text)


def origins(text: str) -> list[str]:
    return [origin.strip() for origin in text.split(",") if origin.strip()]


def level(text: str) -> str:
    if text not in ("debug", "info", "warning", "error"):
        raise ValueError("should be debug, info, warning or error")
    return text
