"""The directory of partners: finding, keeping the cards, proposals, and a partner's own card."""

from casework.partners.views import cards, contacts, directory, locations, own, proposals, services
from casework.partners.views.blueprint import bp

__all__ = ["bp", "cards", "contacts", "directory", "locations", "own", "proposals", "services"]
