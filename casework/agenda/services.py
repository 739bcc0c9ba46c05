"""The secret address under which a calendar program reads somebody's appointments."""

import secrets
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from casework.access.guards import leave_reading
from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.accounts.services import when_roles_change
from casework.agenda.calendar import Event, calendar_of, whole_day
from casework.agenda.models import CalendarFeed
from casework.agenda.queries import days_with_tasks, feed_with, live_feeds, mark_read
from casework.appointments.models import Appointment, AppointmentKind, AppointmentState
from casework.appointments.queries import told_to_calendars
from casework.audit import trail
from casework.core.clock import end_of, now, start_of, today
from casework.core.database import hold
from casework.core.extensions import db
from casework.core.i18n import LOCALES

BYTES = 32
BACK, AHEAD = timedelta(days=7), timedelta(days=60)
READ_ONCE_IN = timedelta(hours=1)


def make_feed(user: User) -> str:
    """A new address, told this once; the one before answers no more. Gives its token."""
    hold(user)  # of two clicks at once the second takes back what the first made
    revoke_feed(user)
    token = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed(user_id=user.id, token_hash=hash_of(token))
    db.session.add(feed)
    trail.record(trail.Event.FEED_MADE, object_id=feed.id)
    return token


def revoke_feed(user: User) -> None:
    for feed in live_feeds(user):
        feed.revoked_at = now()
        trail.record(trail.Event.FEED_REVOKED, object_id=feed.id)


def hash_of(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def feed_of(token: str) -> CalendarFeed | None:
    """Of somebody who still works on files; any other address is as good as none."""
    feed = feed_with(hash_of(token))
    return feed if feed and reads_files(feed.user) else None


def reads_files(user: User) -> bool:
    return user.is_active and can(user, Action.CASE_VIEW)


def follow_roles(user: User) -> None:
    """Whoever comes back makes a new address: the old one may have been read by anybody."""
    if not reads_files(user):
        revoke_feed(user)


def calendar_for(feed: CalendarFeed) -> str:
    """In the language of the account; that it was read is noted once an hour, after the reading."""
    feed_id, user, read_at = feed.id, feed.user, feed.read_at
    first, last = today() - BACK, today() + AHEAD
    with force_locale(LOCALES.get(user.language, LOCALES["ar"])):
        found = told_to_calendars(user, start_of(first), end_of(last), now() - BACK)
        due = Counter(days_with_tasks(user, first, last))
        events = [event_of(user, appointment) for appointment in found]
        for day, n in sorted(due.items()):
            title = ngettext("To do: %(num)d", "To do: %(num)d", n)
            events.append(whole_day(uid_of(user, day.isoformat()), title, day))
        text = calendar_of(_("Agenda"), events, made_at=now())
    if read_at is None or read_at < now() - READ_ONCE_IN:
        leave_reading()
        mark_read(feed_id, now(), now() - READ_ONCE_IN)
    return text


def event_of(user: User, appointment: Appointment) -> Event:
    is_meeting = appointment.kind is AppointmentKind.MEETING
    return Event(
        uid_of(user, appointment.id),
        _("Meeting") if is_meeting else _("Appointment"),
        appointment.starts_at,
        appointment.ends_at,
        appointment.version,
        appointment.state is AppointmentState.CANCELLED,
    )


def uid_of(user: User, about: UUID | str) -> str:
    """Always the same for the same thing, and no way back to it."""
    return sha256(f"{user.id}|{about}".encode()).hexdigest()[:40]


when_roles_change.append(follow_roles)
