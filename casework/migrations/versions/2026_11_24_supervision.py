"""Deadlines that follow risk, measures, appointments, reviews, transfers, files lent, ties, digests.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('holidays',
    sa.Column('directorate_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name_ar', sa.String(), nullable=False),
    sa.Column('name_fr', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['directorate_id'], ['directorates.id'], name=op.f('fk_holidays_directorate_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holidays')),
    sa.UniqueConstraint('directorate_id', 'day', name=op.f('uq_holidays_directorate_id_day'))
    )
    op.create_table('absences',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['users.id'], name=op.f('fk_absences_recorded_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_absences_user_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absences'))
    )
    with op.batch_alter_table('absences', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_absences_user_id_until_on'), ['user_id', 'until_on'], unique=False)

    op.create_table('calendar_feeds',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_calendar_feeds_user_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feeds')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feeds_token_hash'))
    )
    with op.batch_alter_table('calendar_feeds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_feeds_user_id'), ['user_id'], unique=False)

    op.create_table('digests',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_digests_user_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digests')),
    sa.UniqueConstraint('user_id', 'kind', 'day', name=op.f('uq_digests_user_id_kind_day'))
    )
    op.create_table('response_time_settings',
    sa.Column('directorate_id', sa.Uuid(), nullable=False),
    sa.Column('programme_key', sa.String(), nullable=False),
    sa.Column('risk', sa.String(length=40), nullable=False),
    sa.Column('clock', sa.String(length=40), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('days_counted', sa.String(length=40), nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('set_by_id', sa.Uuid(), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['directorate_id'], ['directorates.id'], name=op.f('fk_response_time_settings_directorate_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['set_by_id'], ['users.id'], name=op.f('fk_response_time_settings_set_by_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_response_time_settings')),
    sa.UniqueConstraint('directorate_id', 'programme_key', 'risk', 'clock', 'effective_from', name=op.f('uq_response_time_settings_directorate_id_programme_key_risk_clock_effective_from'))
    )
    op.create_table('conferences',
    sa.Column('cell_id', sa.Uuid(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('called_by_id', sa.Uuid(), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['called_by_id'], ['users.id'], name=op.f('fk_conferences_called_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['cell_id'], ['cells.id'], name=op.f('fk_conferences_cell_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conferences')),
    sa.UniqueConstraint('form_key', name=op.f('uq_conferences_form_key'))
    )
    with op.batch_alter_table('conferences', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conferences_cell_id_held_on'), ['cell_id', 'held_on'], unique=False)

    op.create_table('handovers',
    sa.Column('form_key', sa.Uuid(), nullable=False),
    sa.Column('cell_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('absence_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['absence_id'], ['absences.id'], name=op.f('fk_handovers_absence_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_handovers_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['cell_id'], ['cells.id'], name=op.f('fk_handovers_cell_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_handovers_user_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handovers')),
    sa.UniqueConstraint('form_key', name=op.f('uq_handovers_form_key'))
    )
    with op.batch_alter_table('handovers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handovers_absence_id'), ['absence_id'], unique=False)

    op.create_table('review_sessions',
    sa.Column('cell_id', sa.Uuid(), nullable=False),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('supervisor_id', sa.Uuid(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['cell_id'], ['cells.id'], name=op.f('fk_review_sessions_cell_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['supervisor_id'], ['users.id'], name=op.f('fk_review_sessions_supervisor_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['worker_id'], ['users.id'], name=op.f('fk_review_sessions_worker_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_sessions')),
    sa.UniqueConstraint('form_key', name=op.f('uq_review_sessions_form_key'))
    )
    with op.batch_alter_table('review_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_sessions_cell_id_begun_at'), ['cell_id', 'begun_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_sessions_worker_id_begun_at'), ['worker_id', 'begun_at'], unique=False)

    op.create_table('ties',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('cell_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('names_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['cell_id'], ['cells.id'], name=op.f('fk_ties_cell_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_ties_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_ties_user_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ties')),
    sa.UniqueConstraint('form_key', name=op.f('uq_ties_form_key'))
    )
    with op.batch_alter_table('ties', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ties_cell_id'), ['cell_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ties_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ties_user_id'), ['user_id'], unique=False)

    op.create_table('attendees',
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('partner_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['conference_id'], ['conferences.id'], name=op.f('fk_attendees_conference_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_attendees_partner_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_attendees_user_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendees')),
    sa.UniqueConstraint('conference_id', 'partner_id', name=op.f('uq_attendees_conference_id_partner_id')),
    sa.UniqueConstraint('conference_id', 'user_id', name=op.f('uq_attendees_conference_id_user_id'))
    )
    op.create_table('access_grants',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('ground', sa.String(length=40), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note_id', sa.Uuid(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('review_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by_id', sa.Uuid(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verdict', sa.String(length=40), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('answer_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('review_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_access_grants_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_access_grants_decided_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_access_grants_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['users.id'], name=op.f('fk_access_grants_reviewed_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_access_grants_user_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_grants')),
    sa.UniqueConstraint('form_key', name=op.f('uq_access_grants_form_key'))
    )
    with op.batch_alter_table('access_grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_grants_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_grants_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_grants_user_id_until_at'), ['user_id', 'until_at'], unique=False)

    op.create_table('appointments',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('with_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('place_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('about_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_appointments_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_appointments_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_appointments_made_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['with_id'], ['users.id'], name=op.f('fk_appointments_with_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointments')),
    sa.UniqueConstraint('form_key', name=op.f('uq_appointments_form_key'))
    )
    with op.batch_alter_table('appointments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appointments_case_id_starts_at'), ['case_id', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointments_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointments_starts_at'), ['starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointments_with_id_starts_at'), ['with_id', 'starts_at'], unique=False)

    op.create_table('authority_reports',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('replaces_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('decision', sa.String(length=40), nullable=False),
    sa.Column('authority', sa.String(length=40), nullable=True),
    sa.Column('person_agrees', sa.Boolean(), nullable=True),
    sa.Column('ground', sa.String(length=40), nullable=True),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by_id', sa.Uuid(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('person_was_informed', sa.Boolean(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('rule_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('why_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('told_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('reference_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('answer_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['users.id'], name=op.f('fk_authority_reports_approved_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_authority_reports_asked_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_authority_reports_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_authority_reports_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['replaces_id'], ['authority_reports.id'], name=op.f('fk_authority_reports_replaces_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authority_reports')),
    sa.UniqueConstraint('form_key', name=op.f('uq_authority_reports_form_key'))
    )
    with op.batch_alter_table('authority_reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_authority_reports_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_reports_key_id'), ['key_id'], unique=False)

    op.create_table('measures',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('authority', sa.String(length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reference_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('outcome_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_measures_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_measures_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['users.id'], name=op.f('fk_measures_recorded_by_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measures')),
    sa.UniqueConstraint('form_key', name=op.f('uq_measures_form_key'))
    )
    with op.batch_alter_table('measures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_measures_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_measures_until_on_ended_at'), ['until_on', 'ended_at'], unique=False)

    op.create_table('conference_decisions',
    sa.Column('conference_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('responsible_id', sa.Uuid(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_conference_decisions_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['conference_id'], ['conferences.id'], name=op.f('fk_conference_decisions_conference_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_conference_decisions_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['responsible_id'], ['users.id'], name=op.f('fk_conference_decisions_responsible_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_conference_decisions_task_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_decisions')),
    sa.UniqueConstraint('form_key', name=op.f('uq_conference_decisions_form_key'))
    )
    with op.batch_alter_table('conference_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_decisions_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_decisions_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_decisions_key_id'), ['key_id'], unique=False)

    op.create_table('review_questions',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=True),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('audience', sa.String(length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Uuid(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('open_about_id', sa.Uuid(), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('answer_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['users.id'], name=op.f('fk_review_questions_answered_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_review_questions_asked_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_review_questions_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['closed_by_id'], ['users.id'], name=op.f('fk_review_questions_closed_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['timeline_entries.id'], name=op.f('fk_review_questions_entry_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_review_questions_key_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_questions')),
    sa.UniqueConstraint('form_key', name=op.f('uq_review_questions_form_key')),
    sa.UniqueConstraint('open_about_id', name=op.f('uq_review_questions_open_about_id'))
    )
    with op.batch_alter_table('review_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_questions_case_id_closed_at'), ['case_id', 'closed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_questions_due_on_closed_at'), ['due_on', 'closed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_questions_key_id'), ['key_id'], unique=False)

    op.create_table('reviewed_files',
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=40), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('risk', sa.String(length=40), nullable=True),
    sa.Column('last_contact_on', sa.Date(), nullable=True),
    sa.Column('next_due_on', sa.Date(), nullable=True),
    sa.Column('next_due_kind', sa.String(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_reviewed_files_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_reviewed_files_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['session_id'], ['review_sessions.id'], name=op.f('fk_reviewed_files_session_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_reviewed_files_task_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviewed_files')),
    sa.UniqueConstraint('session_id', 'case_id', name=op.f('uq_reviewed_files_session_id_case_id'))
    )
    with op.batch_alter_table('reviewed_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviewed_files_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reviewed_files_key_id'), ['key_id'], unique=False)

    op.create_table('transfers',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('from_cell_id', sa.Uuid(), nullable=False),
    sa.Column('to_cell_id', sa.Uuid(), nullable=False),
    sa.Column('consent_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('under_way_id', sa.Uuid(), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('why_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('summary_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('answer_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['users.id'], name=op.f('fk_transfers_answered_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_transfers_asked_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_transfers_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['consent_id'], ['consents.id'], name=op.f('fk_transfers_consent_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['from_cell_id'], ['cells.id'], name=op.f('fk_transfers_from_cell_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_transfers_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['to_cell_id'], ['cells.id'], name=op.f('fk_transfers_to_cell_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfers')),
    sa.UniqueConstraint('form_key', name=op.f('uq_transfers_form_key')),
    sa.UniqueConstraint('under_way_id', name=op.f('uq_transfers_under_way_id'))
    )
    with op.batch_alter_table('transfers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_transfers_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_transfers_from_cell_id_state_asked_at'), ['from_cell_id', 'state', 'asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_transfers_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_transfers_to_cell_id_state_proposed_at'), ['to_cell_id', 'state', 'proposed_at'], unique=False)

    with op.batch_alter_table('case_members', schema=None) as batch_op:
        batch_op.add_column(sa.Column('handover_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_case_members_handover_id'), ['handover_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_case_members_handover_id'), 'handovers', ['handover_id'], ['id'], initially='DEFERRED', deferrable=True)

    with op.batch_alter_table('closures', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checks_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('left_open_sealed', sa.LargeBinary(), nullable=True))

    with op.batch_alter_table('concerns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_concerns_case_id_is_primary_code'), ['case_id', 'is_primary', 'code'], unique=False)

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consents_case_id_purpose_partner_id_decided_on'))
        batch_op.create_index('ix_consents_newest', ['case_id', 'purpose', 'partner_id', 'act', 'decided_on', 'id', 'state'], unique=False)

    with op.batch_alter_table('contact_numbers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_numbers_person_id'))
        batch_op.create_index(batch_op.f('ix_contact_numbers_person_id_confirmed_on'), ['person_id', 'confirmed_on'], unique=False)

    with op.batch_alter_table('directorates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('days_off_changed_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('next_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('review_due_on', sa.Date(), nullable=True))

    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('counted_from', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('clock', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('about_id', sa.Uuid(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_tasks_clock_about_id_due_at'), ['clock', 'about_id', 'due_at'])

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wants_digest', sa.Boolean(), nullable=False, server_default=sa.true()))



def downgrade() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('wants_digest')

    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_tasks_clock_about_id_due_at'), type_='unique')
        batch_op.drop_column('about_id')
        batch_op.drop_column('clock')
        batch_op.drop_column('counted_from')
        batch_op.drop_column('escalated_at')

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_column('review_due_on')
        batch_op.drop_column('next_due_at')

    with op.batch_alter_table('directorates', schema=None) as batch_op:
        batch_op.drop_column('days_off_changed_at')

    with op.batch_alter_table('contact_numbers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_numbers_person_id_confirmed_on'))
        batch_op.create_index(batch_op.f('ix_contact_numbers_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index('ix_consents_newest')
        batch_op.create_index(batch_op.f('ix_consents_case_id_purpose_partner_id_decided_on'), ['case_id', 'purpose', 'partner_id', 'decided_on'], unique=False)

    with op.batch_alter_table('concerns', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_concerns_case_id_is_primary_code'))

    with op.batch_alter_table('closures', schema=None) as batch_op:
        batch_op.drop_column('left_open_sealed')
        batch_op.drop_column('checks_sealed')

    with op.batch_alter_table('case_members', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_case_members_handover_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_case_members_handover_id'))
        batch_op.drop_column('handover_id')

    with op.batch_alter_table('transfers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_transfers_to_cell_id_state_proposed_at'))
        batch_op.drop_index(batch_op.f('ix_transfers_key_id'))
        batch_op.drop_index(batch_op.f('ix_transfers_from_cell_id_state_asked_at'))
        batch_op.drop_index(batch_op.f('ix_transfers_case_id'))

    op.drop_table('transfers')
    with op.batch_alter_table('reviewed_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reviewed_files_key_id'))
        batch_op.drop_index(batch_op.f('ix_reviewed_files_case_id'))

    op.drop_table('reviewed_files')
    with op.batch_alter_table('review_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_questions_key_id'))
        batch_op.drop_index(batch_op.f('ix_review_questions_due_on_closed_at'))
        batch_op.drop_index(batch_op.f('ix_review_questions_case_id_closed_at'))

    op.drop_table('review_questions')
    with op.batch_alter_table('conference_decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conference_decisions_key_id'))
        batch_op.drop_index(batch_op.f('ix_conference_decisions_conference_id'))
        batch_op.drop_index(batch_op.f('ix_conference_decisions_case_id'))

    op.drop_table('conference_decisions')
    with op.batch_alter_table('measures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_measures_until_on_ended_at'))
        batch_op.drop_index(batch_op.f('ix_measures_key_id'))
        batch_op.drop_index(batch_op.f('ix_measures_case_id'))

    op.drop_table('measures')
    with op.batch_alter_table('authority_reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_authority_reports_key_id'))
        batch_op.drop_index(batch_op.f('ix_authority_reports_case_id'))

    op.drop_table('authority_reports')
    with op.batch_alter_table('appointments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appointments_with_id_starts_at'))
        batch_op.drop_index(batch_op.f('ix_appointments_starts_at'))
        batch_op.drop_index(batch_op.f('ix_appointments_key_id'))
        batch_op.drop_index(batch_op.f('ix_appointments_case_id_starts_at'))

    op.drop_table('appointments')
    with op.batch_alter_table('access_grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_grants_user_id_until_at'))
        batch_op.drop_index(batch_op.f('ix_access_grants_key_id'))
        batch_op.drop_index(batch_op.f('ix_access_grants_case_id'))

    op.drop_table('access_grants')
    op.drop_table('attendees')
    with op.batch_alter_table('ties', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ties_user_id'))
        batch_op.drop_index(batch_op.f('ix_ties_key_id'))
        batch_op.drop_index(batch_op.f('ix_ties_cell_id'))

    op.drop_table('ties')
    with op.batch_alter_table('review_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_sessions_worker_id_begun_at'))
        batch_op.drop_index(batch_op.f('ix_review_sessions_cell_id_begun_at'))

    op.drop_table('review_sessions')
    with op.batch_alter_table('handovers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handovers_absence_id'))

    op.drop_table('handovers')
    with op.batch_alter_table('conferences', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conferences_cell_id_held_on'))

    op.drop_table('conferences')
    op.drop_table('response_time_settings')
    op.drop_table('digests')
    with op.batch_alter_table('calendar_feeds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_feeds_user_id'))

    op.drop_table('calendar_feeds')
    with op.batch_alter_table('absences', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_absences_user_id_until_on'))

    op.drop_table('absences')
    op.drop_table('holidays')
