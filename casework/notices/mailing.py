"""Writing to somebody that something waits: never what, of whom or where. Run by `flask tick` alone."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from casework.accounts.models import User
from casework.audit.batches import in_batches
from casework.core import database
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.i18n import LOCALES
from casework.notices.queries import claim_unmailed, give_back, readers_to_mail

log = logging.getLogger("casework")
PATIENCE = 15  # seconds


def mail_notices() -> int:
    """One mail for each reader with something new; gives how many. None where no server is set up."""
    if not current_app.config["SMTP_HOST"]:
        return 0
    return in_batches(readers_to_mail, tell)


def tell(reader: User) -> bool:
    """Written, then marked, then sent: no database waits for words or for a mail server."""
    with database.may_write(False), force_locale(LOCALES[reader.language]):
        subject = _("Workspace: something waits for you")
        text = _("Something waits for you in the workspace. Sign in to read it.")
        mail = mail_to(reader, subject, text)
        db.session.commit()
    claimed = claim_unmailed(reader, now())
    db.session.commit()
    if not claimed:
        return False
    if not is_sent(mail, reader):
        give_back(claimed)
        db.session.commit()
        return False
    return True


def is_sent(mail: EmailMessage, reader: User) -> bool:
    """A failure is written in the log, by the id of the account."""
    try:
        send(mail)
    except (OSError, smtplib.SMTPException) as trouble:
        log.warning("no mail to account %s: %s", reader.id, type(trouble).__name__)
        return False
    return True


def mail_to(reader: User, subject: str, text: str, page: str = "") -> EmailMessage:
    """One neutral sentence and the address of the service, or of a page that is the same for everybody."""
    settings, mail = current_app.config, EmailMessage()
    mail["Subject"] = subject
    address = settings["BASE_URL"] and settings["BASE_URL"].rstrip("/") + page
    lines = [text, address, _("This message was sent by itself. Nobody reads the answers.")]
    mail["From"], mail["To"] = settings["SMTP_FROM"], reader.email
    mail["Date"] = formatdate()
    # the part after the @ would else be the name of the machine
    mail["Message-ID"] = make_msgid(domain=settings["SMTP_FROM"].rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(line for line in lines if line))
    return mail


def send(mail: EmailMessage) -> None:
    """Raises OSError or SMTPException when the server cannot be used or refuses."""
    settings = current_app.config
    with smtplib.SMTP(settings["SMTP_HOST"], settings["SMTP_PORT"], timeout=PATIENCE) as server:
        if settings["SMTP_STARTTLS"]:
            server.starttls(context=ssl.create_default_context())
        if settings["SMTP_USER"]:
            server.login(settings["SMTP_USER"], settings["SMTP_PASSWORD"])
        server.send_message(mail)
