"""Whether what was typed looks usual: a warning for the worker, never a refusal."""

import re


def is_usual_cin(typed: str | None) -> bool:
    """One or two letters, then up to six digits; nothing typed is fine too."""
    return not typed or re.fullmatch(r"[A-Z]{1,2}\d{1,6}", re.sub(r"[\s-]", "", typed).upper()) is not None
