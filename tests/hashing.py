"""Passwords in tests: Argon2 as everywhere, with the least work that it takes.

A test signs in a few times; at full strength that alone would be most of its time. That people's
passwords are hashed at full strength is shown in `tests/server/test_settings.py`.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2id over 8 KiB, once."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
