"""The digests by mail, where a mail server is set up: one neutral sentence and the address of the page."""

from datetime import timedelta
from email.message import EmailMessage

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit.batches import in_batches
from casework.core import database
from casework.core.clock import CASABLANCA, now, today
from casework.core.database import hold
from casework.core.extensions import db
from casework.core.i18n import LOCALES
from casework.digests.models import Digest, DigestKind
from casework.digests.queries import to_be_mailed, told_of
from casework.notices.mailing import is_sent, mail_to
from casework.organisation.queries import days_off_of
from casework.programmes.deadlines import is_working_day
from casework.tasks.queries import tasks_due

FROM_HOUR = 7  # in Casablanca
MONDAY = 0
A_WEEK = timedelta(days=7)


def mail_digests() -> int:
    """Run by `flask tick`: from seven o'clock of a working day on, once; gives how many mails."""
    if not current_app.config["SMTP_HOST"] or now().astimezone(CASABLANCA).hour < FROM_HOUR:
        return 0
    kind = DigestKind.WEEK if today().weekday() == MONDAY else DigestKind.TODAY
    return in_batches(
        lambda: filter(works_today, to_be_mailed(kind, today())), lambda reader: tell(reader, kind)
    )


def works_today(reader: User) -> bool:
    return can(reader, Action.CASE_VIEW) and is_working_day(today(), days_off_of(reader.directorate_id))


def tell(reader: User, kind: DigestKind) -> bool:
    """Written, then marked, then sent, each by itself; who has nothing due is not written to."""
    with database.may_write(False):
        mail = written(reader, kind) if has_something(reader, kind) else None
        db.session.commit()
    is_ours = mail is not None and claimed(reader, kind)
    db.session.commit()
    if not mail or not is_ours:
        return False
    if is_sent(mail, reader):
        return True
    db.session.delete(told_of(reader, kind, today()))  # the next run tries again
    db.session.commit()
    return False


def claimed(reader: User, kind: DigestKind) -> bool:
    """False when another run says it at this moment."""
    hold(reader)
    if told_of(reader, kind, today()):
        return False
    db.session.add(Digest(user_id=reader.id, kind=kind, day=today(), mailed_at=now()))
    return True


def written(reader: User, kind: DigestKind) -> EmailMessage:
    is_daily = kind is DigestKind.TODAY
    with force_locale(LOCALES[reader.language]):
        subject = _("Workspace: your day") if is_daily else _("Workspace: your week")
        text = _("What is due is listed in the workspace. Sign in to read it.")
        return mail_to(reader, subject, text, "/today" if is_daily else "/this-week")


def has_something(reader: User, kind: DigestKind) -> bool:
    """Supervisors have their board on Mondays; everybody else is written to when something is due."""
    if kind is DigestKind.WEEK and can(reader, Action.CASELOAD_REVIEW):
        return True
    until = today() if kind is DigestKind.TODAY else today() + A_WEEK
    return bool(tasks_due(reader, until).tasks)
