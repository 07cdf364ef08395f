"""The SQL of the ledger as text. Tables are state: migrations make them, once.

Functions are code: their files are `CREATE OR REPLACE` and are put into the database anew after
each migration that finds them changed (`server/functions.py`), so a function is edited in place.
"""

from __future__ import annotations

from importlib.resources import files

# Tills queue behind whoever waits for a table: a moment, then `server/upgrade.py` tries again.
LOCK_TIMEOUT = "SET LOCAL lock_timeout = '100ms';\n"
STATE = ("tables", "directories", "fences", "merge_tables", "lend_tables", "checkpoint_tables")
# In the order in which they need each other; the grants come last, over all of them.
FUNCTIONS = (
    "moves", "legs_basic", "legs_hold", "legs_lend", "legs_refund", "legs_date", "settle",
    "earnings", "post", "snapshot", "relay", "budgets", "history", "undo", "erasure", "merge",
    "carry", "checkpoints", "grants",
)  # fmt: skip


def read_sql(*names: str) -> str:
    """Give the text of these files of `sql/`, under the lock time-out of every migration."""
    folder = files("vafa.ledger") / "sql"
    return LOCK_TIMEOUT + "\n".join((folder / f"{name}.sql").read_text("utf-8") for name in names)
