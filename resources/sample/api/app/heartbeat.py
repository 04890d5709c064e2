"""A file whose age tells the health check that the process still gets through its loop."""

from pathlib import Path

FILE = Path("/tmp/heartbeat")


def beat() -> None:
    FILE.touch()
