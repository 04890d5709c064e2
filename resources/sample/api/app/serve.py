"""The api's process: migrate, then listen. The same as `alembic upgrade head && uvicorn app.api:app`, in one start."""

import uvicorn
from alembic import command
from alembic.config import Config

from app.api import app


def main() -> None:
    command.upgrade(Config("alembic.ini"), "head")
    uvicorn.run(app, host="0.0.0.0", port=8000, log_config=None, access_log=False)


if __name__ == "__main__":
    main()
