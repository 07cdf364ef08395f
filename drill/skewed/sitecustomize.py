"""Shifts the clock of every Python process that has this folder on its path.

Python imports a module of this name by itself. Vafa reads its process's clock in one place alone
(`interfaces/web/sources.py`); PostgreSQL keeps the machine's time.
"""

import os
import time

_SECONDS = int(os.environ.get("DRILL_SKEW_SECONDS", "0"))
_true_time, _true_time_ns = time.time, time.time_ns

time.time = lambda: _true_time() + _SECONDS
time.time_ns = lambda: _true_time_ns() + _SECONDS * 1_000_000_000
