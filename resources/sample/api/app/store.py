"""The database: every statement of the sample is in this file."""

from collections.abc import Iterable
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.tables import inspections, items


def create_engine(url: str) -> sa.engine.Engine:
    # pre_ping: after a database restart or reset the first query meets a fresh connection, not a dead one.
    return sa.create_engine(url, future=True, pool_pre_ping=True, connect_args={"connect_timeout": 2})


class Store:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)

    def ping(self) -> None:
        """Raises unless the database answers."""
        with self.engine.connect() as connection:
            connection.execute(sa.select(sa.literal(1)))

    def check(self) -> None:
        """Raises unless the database answers and is migrated."""
        with self.engine.connect() as connection:
            connection.execute(sa.select(inspections.c.item_id).limit(1))

    def newest(self, limit: int) -> list[dict[str, Any]]:
        query = (
            sa.select(items, inspections.c.checksum, inspections.c.correlation_id, inspections.c.finished_at)
            .select_from(items.outerjoin(inspections))
            .order_by(items.c.id.desc())
            .limit(limit)
        )
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def add(self, name: str) -> Optional[dict[str, Any]]:
        """The new row, or None when the name is taken."""
        statement = insert(items).values(name=name).on_conflict_do_nothing().returning(items)
        with self.engine.begin() as connection:
            row = connection.execute(statement).mappings().first()
        return dict(row) if row else None

    def add_missing(self, names: Iterable[str]) -> int:
        """How many of the names were new."""
        rows = [{"name": name} for name in names]
        statement = insert(items).values(rows).on_conflict_do_nothing().returning(items.c.id)
        with self.engine.begin() as connection:
            return len(connection.execute(statement).all())

    def inspect(self, correlation_id: str, item_id: Optional[int] = None) -> int:
        """Writes the inspection of one item, or of all that have none; how many were written.

        Performing a job twice, or after its item is gone, writes nothing.
        """
        wanted = items.c.id == item_id if item_id is not None else sa.true()
        source = sa.select(items.c.id, sa.func.md5(items.c.name), sa.literal(correlation_id)).where(wanted)
        statement = (
            insert(inspections)
            .from_select(["item_id", "checksum", "correlation_id"], source)
            .on_conflict_do_nothing()
            .returning(inspections.c.item_id)
        )
        with self.engine.begin() as connection:
            return len(connection.execute(statement).all())
