"""`flask tick`: does what time brings; run again, nothing more. No other process runs in the background."""

from collections.abc import Callable

import click
from flask.cli import with_appcontext

from casework.audit import trail
from casework.closure.services import close_unconfirmed
from casework.commands.trouble import in_one_sentence
from casework.core.extensions import db
from casework.digests.escalating import escalate
from casework.digests.mailing import mail_digests
from casework.duplicates.services.across import compare_cells
from casework.duplicates.services.following import follow_late
from casework.exchange.services import delete_expired_uploads
from casework.grants.services.exceptional import end_unanswered, remind_reviewers
from casework.inbox.services.cards import keep_cards
from casework.intake.services.drafts import delete_expired_drafts
from casework.notices.mailing import mail_notices
from casework.referrals.services.reminding import expire_unanswered, remind_to_call
from casework.reports.services import catch_up
from casework.tasks.services import raise_declared, recount_steps

# what is done, and the act that does it and says how often
DUE: tuple[tuple[str, Callable[[], int]], ...] = (
    ("interview drafts of more than a day deleted", delete_expired_drafts),
    ("files of the directory that nobody confirmed deleted", delete_expired_uploads),
    ("reopenings that nobody confirmed closed again", close_unconfirmed),
    ("partners to be called that have not answered", remind_to_call),
    ("referrals without an answer in time", expire_unanswered),
    ("rows written at the moment of a merge moved after it", follow_late),
    ("cards of cells made or brought up to date", keep_cards),
    ("daily lines of the figures brought up to date", catch_up),
    ("due dates that follow the days off", recount_steps),
    ("deadlines that a file declares raised or cancelled", raise_declared),
    ("requests to read a file that nobody answered ended", end_unanswered),
    ("exceptional accesses not reviewed in time told", remind_reviewers),
    ("steps late for long told to the supervisor", escalate),
    ("mails that something waits", mail_notices),
    ("digests mailed", mail_digests),
    ("possible matches between cells found", compare_cells),  # last: it may lack its key
)


@click.command("tick")
@with_appcontext
@in_one_sentence
def tick() -> None:
    """Do what is due, each thing in a transaction of its own, and print what was done."""
    for what, act in DUE:
        n_done = act()
        trail.append_entries()
        db.session.commit()
        click.echo(f"{n_done} {what}")
