"""The SQL of the ledger as text, for its migrations. The files under `sql/` are the schema."""

from __future__ import annotations

from importlib.resources import files

LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s';\n"


def read_sql(*names: str) -> str:
    """Give the text of these files of `sql/`, under the lock time-out of every migration."""
    folder = files("vafa.ledger") / "sql"
    return LOCK_TIMEOUT + "\n".join((folder / f"{name}.sql").read_text("utf-8") for name in names)
