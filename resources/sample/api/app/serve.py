"""The api's process: migrate, then listen. The same as `alembic upgrade head && uvicorn app.api:app`, in one start."""

import sys

import uvicorn
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import SQLAlchemyError

from app.api import app, log, reason


def main() -> int:
    try:
        command.upgrade(Config("alembic.ini"), "head")
    except SQLAlchemyError as error:
        log.error("the migration failed: %s", reason(error))
        return 1
    uvicorn.run(app, host="0.0.0.0", port=8000, log_config=None, access_log=False, server_header=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
