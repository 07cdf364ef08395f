"""A child process that the kernel stops when its parent is gone, even by kill -9."""

import ctypes
import os
import signal
from collections.abc import Callable

SET_PARENT_DEATH_SIGNAL = 1
_libc = ctypes.CDLL(None, use_errno=True)


def dying_with_parent(asked: signal.Signals) -> Callable[[], None]:
    """Give the `preexec_fn` of such a child; the main thread must be the one that starts it."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, asked)
        if os.getppid() != parent:  # the parent died before the kernel was asked
            os._exit(1)

    return ask_the_kernel
