"""Pages of accounts: signing in, one's own account, everybody's accounts, what waits to be confirmed."""

from casework.accounts.views import confirming, own, people, sign_in
from casework.accounts.views.blueprint import bp
from casework.accounts.views.sign_in import ask_to_sign_in

__all__ = ["ask_to_sign_in", "bp", "confirming", "own", "people", "sign_in"]
