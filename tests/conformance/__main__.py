"""Print how many rows hold and why each other is open: `python -m tests.conformance`."""

import sys

from tests.conformance.kit import account

sys.stdout.write("\n".join(account().lines()) + "\n")
