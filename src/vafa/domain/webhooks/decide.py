"""What follows from a sending: done, another try, give this one up, or disable. Pure."""

import hashlib
from datetime import datetime, timedelta

from vafa.domain.webhooks.records import Sent, Verdict

# After the first try: nine more over three days. Each wait is up to a tenth longer or shorter.
WAITS_SECONDS = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
FAILS_FOR_AT_MOST = timedelta(days=5)
GONE = 410
ASKS_TO_WAIT = frozenset({429, 503})
LONGEST_ASKED_SECONDS = 86_400
_PER_MILLE = 1000
_JITTER = 100


def judge(
    *, sent: Sent, tries: int, failing_since: datetime | None, at: datetime, seed: str
) -> Verdict:
    """Decide what follows from the sending that was made after `tries` failed ones."""
    if is_delivered(sent):
        return Verdict("delivered", 0, None, at)
    since = failing_since or at
    if sent.status == GONE:
        return Verdict("disabled", 0, since, at, "gone")
    if at - since >= FAILS_FOR_AT_MOST:
        return Verdict("disabled", 0, since, at, "failing")
    if tries >= len(WAITS_SECONDS):
        return Verdict("given_up", 0, since, at)
    wait = max(wait_milliseconds(tries=tries, seed=seed), asked_seconds(sent) * _PER_MILLE)
    return Verdict("retry", tries + 1, since, at + timedelta(milliseconds=wait))


def is_delivered(sent: Sent) -> bool:
    """Tell whether the other side has it: only a 2xx says so, a redirect does not."""
    return 200 <= sent.status < 300  # noqa: PLR2004  framework: the meaning of HTTP's 2xx


def asked_seconds(sent: Sent) -> int:
    """Give the wait that a busy receiver asks for (Retry-After), at most a day."""
    if sent.status not in ASKS_TO_WAIT:
        return 0
    return min(max(sent.retry_after_seconds, 0), LONGEST_ASKED_SECONDS)


def wait_milliseconds(*, tries: int, seed: str) -> int:
    """Give the wait before the next try, spread by a hash of `seed`: nine to eleven tenths."""
    digest = hashlib.sha256(f"{seed}.{tries}".encode()).digest()
    spread = int.from_bytes(digest[:4], "big") % (2 * _JITTER + 1) - _JITTER
    return WAITS_SECONDS[tries] * (_PER_MILLE + spread)
