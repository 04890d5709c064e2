"""Alembic's entry: one transaction, under a lock, so that two starting apis migrate one after the other."""

from alembic import context
from sqlalchemy import text

from app import logs, settings, store, tables

MIGRATION_LOCK = 20_260_101  # any number, as long as every migrator of this database takes the same

config = settings.read({"API__DATABASE_URL": settings.database_url})
logs.configure_unless_done("migrate", "info")

with store.create_engine(config["API__DATABASE_URL"]).begin() as connection:
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    context.configure(connection=connection, target_metadata=tables.metadata)
    with context.begin_transaction():
        context.run_migrations()
