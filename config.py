"""Settings: from CASEWORK_* variables and the key directory, or made up for a test."""

import os
import secrets
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"
MARK = INSTANCE / "demonstration"  # left by `make run`
MEBIBYTE = 1024 * 1024

COMMON: dict[str, Any] = {
    "BABEL_DEFAULT_LOCALE": "ar_MA",
    "BABEL_TRANSLATION_DIRECTORIES": "translations",
    "WTF_CSRF_CHECK_DEFAULT": False,  # the guard checks, so that a form with a bad token keeps what was typed
    "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as the session that holds its secret
    "MAX_CONTENT_LENGTH": 5 * MEBIBYTE,
    "MAX_FORM_MEMORY_SIZE": 4 * MEBIBYTE,  # a text kept over an expired session comes back encoded
    "MAX_FORM_PARTS": 1000,
    "EXIT_URL": "https://www.google.com/",
    "DEMONSTRATION": False,
    "SECURE_COOKIES": True,
    "PROXIES": 0,
    "SMTP_HOST": "",  # none: nothing is ever mailed
    "SMTP_PORT": 587,
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "SMTP_FROM": "",
    "SMTP_STARTTLS": True,
    "BASE_URL": "",  # where the service is reached, as mails say it
    "IDLE_MINUTES": 15,
    "ADMINISTRATOR_IDLE_MINUTES": 5,
    "ABSOLUTE_HOURS": 10,
    "SQLITE_BUSY_MS": 5000,
    "PASSWORD_MEMORY_KIB": 19 * 1024,  # argon2id, OWASP's first recommendation
}


class WeakSetting(RuntimeError):
    """The service refuses to start with this setting."""


def from_environment() -> dict[str, Any]:
    """Raises WeakSetting when a secret is missing or weak, or keys lie beside the database."""
    demonstration = is_demonstration()
    database = os.environ.get("CASEWORK_DATABASE_URL") or f"sqlite:///{INSTANCE}/casework.db"
    key_dir = Path(os.environ.get("CASEWORK_KEY_DIR") or INSTANCE / "keys")
    if not demonstration:
        refuse_keys_beside(database, key_dir)
    return COMMON | {
        "SQLALCHEMY_DATABASE_URI": database.replace("postgresql://", "postgresql+psycopg://", 1),
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(database),
        "KEY_DIR": key_dir,
        "SECRET_KEY": strong_secret(os.environ.get("CASEWORK_SECRET_KEY")),
        "DEMONSTRATION": demonstration,
        "SECURE_COOKIES": not demonstration,
        "EXIT_URL": os.environ.get("CASEWORK_EXIT_URL", COMMON["EXIT_URL"]),
        "PROXIES": int(os.environ.get("CASEWORK_PROXIES", "0")),
        "TRUSTED_HOSTS": os.environ.get("CASEWORK_HOSTS", "127.0.0.1,localhost").split(","),
        **mail_settings(),
    }


def mail_settings() -> dict[str, Any]:
    """Raises WeakSetting for a sender that is none, or a password that would cross the network in clear."""
    texts = ("SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD", "SMTP_FROM", "BASE_URL")
    given: dict[str, Any] = {name: os.environ.get(f"CASEWORK_{name}", "").strip() for name in texts}
    given["SMTP_PORT"] = int(os.environ.get("CASEWORK_SMTP_PORT", COMMON["SMTP_PORT"]))
    given["SMTP_STARTTLS"] = os.environ.get("CASEWORK_SMTP_STARTTLS", "1") != "0"
    if given["SMTP_HOST"] and "@" not in given["SMTP_FROM"]:
        raise WeakSetting("CASEWORK_SMTP_HOST needs CASEWORK_SMTP_FROM: the address that mails come from.")
    is_here = given["SMTP_HOST"] in ("localhost", "127.0.0.1", "::1")
    if given["SMTP_USER"] and not given["SMTP_STARTTLS"] and not is_here:
        raise WeakSetting("CASEWORK_SMTP_PASSWORD would be sent in clear: leave CASEWORK_SMTP_STARTTLS on.")
    return given


def is_demonstration() -> bool:
    """As said; unsaid, commands typed beside `make run` mean the demonstration that it left in instance/."""
    elsewhere = {"CASEWORK_DATABASE_URL", "CASEWORK_KEY_DIR"} & os.environ.keys()
    unsaid = "1" if MARK.exists() and not elsewhere else "0"
    return os.environ.get("CASEWORK_DEMONSTRATION", unsaid) == "1"


def engine_options(database: str, lock_ms: int = 5000) -> dict[str, Any]:
    silent = {"hide_parameters": True}  # an error that is logged names no value
    if database.startswith("sqlite"):
        return silent
    # no force_generic_plan: it spares 2 ms of planning a page, and costs 120 on a filter of 100,000 files
    limits = f"-c statement_timeout=30000 -c lock_timeout={lock_ms}"
    threshold = os.environ.get("CASEWORK_PREPARE_THRESHOLD", "5")
    prepare = None if threshold == "none" else int(threshold)  # "none" behind a pooling proxy
    return silent | {"pool_pre_ping": True, "connect_args": {"options": limits, "prepare_threshold": prepare}}


def strong_secret(secret: str | None) -> str | None:
    """None lets the key directory's own secret be used."""
    if secret is not None and (len(secret) < 32 or len(set(secret)) < 10):
        raise WeakSetting("CASEWORK_SECRET_KEY is too weak: use 32 random characters or more.")
    return secret


def refuse_keys_beside(database: str, key_dir: Path) -> None:
    """A stolen copy of the database's folder must not hold what opens it."""
    if not database.startswith("sqlite:///"):
        folder = INSTANCE.resolve()
    else:
        folder = Path(database.removeprefix("sqlite:///")).resolve().parent
    if key_dir.resolve().is_relative_to(folder):
        raise WeakSetting(f"The keys may not lie in {folder}: set CASEWORK_KEY_DIR to another place.")


def for_a_test(database: str, key_dir: Path) -> dict[str, Any]:
    return COMMON | {
        "TESTING": True,
        "SECRET_KEY": secrets.token_hex(32),
        "KEY_DIR": key_dir,
        "SQLALCHEMY_DATABASE_URI": database.replace("postgresql://", "postgresql+psycopg://", 1),
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(database, lock_ms=4000),
        "SECURE_COOKIES": False,
        "SQLITE_BUSY_MS": 0,  # a locked database says so without waiting
        "PASSWORD_MEMORY_KIB": 64,
        "TRUSTED_HOSTS": ["localhost", "127.0.0.1"],
    }
