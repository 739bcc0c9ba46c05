"""Passwords: how they are kept, and which are refused (NIST SP 800-63B-4, section 3.1.1)."""

import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

SHORTEST, LONGEST = 15, 256
COMMON = Path(__file__).with_name("common_passwords.txt")
_two_at_a_time = threading.BoundedSemaphore(2)  # each takes 19 MiB


def folded(name: str) -> str:
    """A user name as it is compared: case, spaces and presentation forms make no other account."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=current_app.config["PASSWORD_MEMORY_KIB"], parallelism=1)


def hash_password(password: str) -> str:
    with _two_at_a_time:
        return hasher().hash(unicodedata.normalize("NFKC", password))


def is_password(password_hash: str | None, password: str) -> bool:
    """Takes as long for an account that does not exist as for a wrong password."""
    known = password_hash or nobodys_hash(current_app.config["PASSWORD_MEMORY_KIB"])
    with _two_at_a_time:
        try:
            hasher().verify(known, unicodedata.normalize("NFKC", password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None and len(password) <= LONGEST


@lru_cache
def nobodys_hash(_memory: int) -> str:
    return hasher().hash(secrets.token_hex())


@lru_cache
def common_passwords() -> frozenset[str]:
    return frozenset(folded(line) for line in COMMON.read_text().splitlines())


def is_guessable(password: str, *names: str) -> bool:
    """Common, repeated, only digits, or built around a name of the person or of the service."""
    plain = folded(password)
    if plain.isdigit() or len(set(plain)) < 5 or plain in common_passwords() or is_repeated(plain):
        return True
    rest = plain
    for name in sorted(words_of(names) | common_passwords(), key=len, reverse=True):
        rest = rest.replace(name, "")
    rest = re.sub(r"[\W_]", "", rest)
    return len(rest) < 6 or rest.isdigit()


def words_of(names: Iterable[str]) -> set[str]:
    """Whole names and their words, without those so short that they are in any sentence."""
    words = {folded(piece) for name in names for piece in (name, *name.split())}
    return {word for word in words if len(word) > 2}


def is_repeated(text: str) -> bool:
    """abcabcabcabc: a short piece, again and again."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))
