"""The features that have pages."""

from casework.accounts.views import bp as accounts_bp
from casework.agenda.views import bp as agenda_bp
from casework.appointments.views import bp as appointments_bp
from casework.casefile.views import bp as casefile_bp
from casework.caseload.views import bp as caseload_bp
from casework.cases.views import bp as cases_bp
from casework.closure.views import bp as closure_bp
from casework.consents.views import bp as consents_bp
from casework.duplicates.views import bp as duplicates_bp
from casework.exchange.views import bp as exchange_bp
from casework.followup.views import bp as followup_bp
from casework.grants.views import bp as grants_bp
from casework.inbox.views import bp as inbox_bp
from casework.intake.views import bp as intake_bp
from casework.measures.views import bp as measures_bp
from casework.notices.views import bp as notices_bp
from casework.organisation.views import bp as organisation_bp
from casework.partners.views import bp as partners_bp
from casework.portal.views import bp as portal_bp
from casework.programmes.views import bp as programmes_bp
from casework.referrals.views import bp as referrals_bp
from casework.reports.views import bp as reports_bp
from casework.search.views import bp as search_bp
from casework.supervision.views import bp as supervision_bp
from casework.tasks.views import bp as tasks_bp
from casework.ties.views import bp as ties_bp
from casework.transfers.views import bp as transfers_bp
from casework.visits.views import bp as visits_bp

# fmt: off
FEATURES = (
    accounts_bp, agenda_bp, appointments_bp, casefile_bp, caseload_bp, cases_bp, closure_bp,
    consents_bp, duplicates_bp, exchange_bp, followup_bp, grants_bp, inbox_bp, intake_bp, measures_bp,
    notices_bp, organisation_bp, partners_bp, portal_bp, programmes_bp, referrals_bp, reports_bp,
    search_bp, supervision_bp, tasks_bp, ties_bp, transfers_bp, visits_bp,
)
# fmt: on
