"""The code of a referral, such as R-7K3QX9MT: nothing in it leads back to the file."""

import secrets

from casework.cases.references import ALPHABET, check_character

N_RANDOM = 7


def new_code() -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(N_RANDOM))
    return f"R-{body}{check_character(body)}"
