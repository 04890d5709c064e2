"""Fills an empty, migrated database with a few items. Running it again adds nothing."""

import sys

from app import logs, settings, store

NAMES = ("Bollard", "Fender", "Gangway", "Mooring line", "Tide table")
ALLOWED = ("local", "ci")


def main() -> int:
    config = settings.read({"API__DATABASE_URL": settings.database_url, "ENVIRONMENT": str})
    log = logs.configure("seed", "info")
    if config["ENVIRONMENT"] not in ALLOWED:
        log.error("seed data is for %s only, this is %s", " and ".join(ALLOWED), config["ENVIRONMENT"])
        return 1
    added = store.Store(config["API__DATABASE_URL"]).add_missing(NAMES)
    log.info("seeded", extra={"fields": {"added": added, "names": len(NAMES)}})
    return 0


if __name__ == "__main__":
    sys.exit(main())
