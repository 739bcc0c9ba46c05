"""Pages of accounts: signing in, one's own account, everybody's accounts, what waits to be confirmed."""

from casework.accounts.views import confirming, own, people, sign_in
from casework.accounts.views.blueprint import bp

__all__ = ["bp", "confirming", "own", "people", "sign_in"]
