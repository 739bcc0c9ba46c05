"""Visits, households, keys to find people by, possible matches between cells, merges.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('households',
    sa.Column('cell_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['cell_id'], ['cells.id'], name=op.f('fk_households_cell_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_households'))
    )
    op.create_table('across_persons',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('directorate_id', sa.Uuid(), nullable=False),
    sa.Column('stamp', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['directorate_id'], ['directorates.id'], name=op.f('fk_across_persons_directorate_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['id'], ['persons.id'], name=op.f('fk_across_persons_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_across_persons'))
    )
    with op.batch_alter_table('across_persons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_across_persons_directorate_id'), ['directorate_id'], unique=False)

    op.create_table('person_keys',
    sa.Column('key', sa.LargeBinary(length=16), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_person_keys_person_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('key', 'person_id', name=op.f('pk_person_keys')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('person_keys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_keys_person_id'), ['person_id'], unique=False)

    op.create_table('across_keys',
    sa.Column('key', sa.LargeBinary(length=16), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['across_persons.id'], name=op.f('fk_across_keys_person_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('key', 'person_id', name=op.f('pk_across_keys')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('across_keys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_across_keys_person_id'), ['person_id'], unique=False)

    op.create_table('across_matches',
    sa.Column('directorate_id', sa.Uuid(), nullable=False),
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('looked_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['directorate_id'], ['directorates.id'], name=op.f('fk_across_matches_directorate_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['first_id'], ['cases.id'], name=op.f('fk_across_matches_first_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['looked_by_id'], ['users.id'], name=op.f('fk_across_matches_looked_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['second_id'], ['cases.id'], name=op.f('fk_across_matches_second_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_across_matches')),
    sa.UniqueConstraint('first_id', 'second_id', name=op.f('uq_across_matches_first_id_second_id'))
    )
    with op.batch_alter_table('across_matches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_across_matches_directorate_id_found_at_id'), ['directorate_id', 'found_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_across_matches_second_id'), ['second_id'], unique=False)

    op.create_table('merges',
    sa.Column('kept_case_id', sa.Uuid(), nullable=False),
    sa.Column('merged_case_id', sa.Uuid(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_by_id', sa.Uuid(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=False),
    sa.Column('why_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_merges_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['kept_case_id'], ['cases.id'], name=op.f('fk_merges_kept_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_merges_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['merged_case_id'], ['cases.id'], name=op.f('fk_merges_merged_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['undone_by_id'], ['users.id'], name=op.f('fk_merges_undone_by_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merges')),
    sa.UniqueConstraint('form_key', name=op.f('uq_merges_form_key'))
    )
    with op.batch_alter_table('merges', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merges_kept_case_id'), ['kept_case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merges_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merges_merged_case_id'), ['merged_case_id'], unique=False)

    op.create_table('visits',
    sa.Column('directorate_id', sa.Uuid(), nullable=False),
    sa.Column('cell_id', sa.Uuid(), nullable=False),
    sa.Column('receiving_cell_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('came_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('n_persons', sa.Integer(), nullable=False),
    sa.Column('sex', sa.String(length=40), nullable=True),
    sa.Column('age_band', sa.String(length=40), nullable=True),
    sa.Column('others', sa.JSON(), nullable=False),
    sa.Column('territory', sa.String(), nullable=True),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('came_before', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('partner_id', sa.Uuid(), nullable=True),
    sa.Column('may_tell_reason', sa.Boolean(), nullable=False),
    sa.Column('arranged_on', sa.Date(), nullable=True),
    sa.Column('logged_by_id', sa.Uuid(), nullable=False),
    sa.Column('logged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('form_key', sa.Uuid(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_by_id', sa.Uuid(), nullable=True),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('first_name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('number_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('commune_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('source_text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('reason_text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_visits_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['cell_id'], ['cells.id'], name=op.f('fk_visits_cell_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['directorate_id'], ['directorates.id'], name=op.f('fk_visits_directorate_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_visits_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['logged_by_id'], ['users.id'], name=op.f('fk_visits_logged_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_visits_partner_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['receiving_cell_id'], ['cells.id'], name=op.f('fk_visits_receiving_cell_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['taken_by_id'], ['users.id'], name=op.f('fk_visits_taken_by_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    sa.UniqueConstraint('form_key', name=op.f('uq_visits_form_key'))
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visits_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visits_directorate_id_day_came_at'), ['directorate_id', 'day', 'came_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_visits_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visits_receiving_cell_id_day_came_at'), ['receiving_cell_id', 'day', 'came_at'], unique=False)

    op.create_table('merge_moves',
    sa.Column('merge_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('of_table', sa.String(), nullable=False),
    sa.Column('row_id', sa.Uuid(), nullable=False),
    sa.Column('field', sa.String(), nullable=True),
    sa.Column('before_id', sa.Uuid(), nullable=True),
    sa.Column('before_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('after_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_merge_moves_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['merge_id'], ['merges.id'], name=op.f('fk_merge_moves_merge_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge_moves'))
    )
    with op.batch_alter_table('merge_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merge_moves_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merge_moves_merge_id'), ['merge_id'], unique=False)

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_cases_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_cases_merged_into_id'), 'cases', ['merged_into_id'], ['id'], initially='DEFERRED', deferrable=True)

    with op.batch_alter_table('daily_figures', schema=None) as batch_op:
        batch_op.add_column(sa.Column('n_visits', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('n_persons', sa.Integer(), server_default='0', nullable=False))

    with op.batch_alter_table('directorates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cross_cell_authorised_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('cross_cell_reference', sa.String(), nullable=True))

    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('visit_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_drafts_visit_id'), 'visits', ['visit_id'], ['id'], initially='DEFERRED', deferrable=True)

    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.add_column(sa.Column('household_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_persons_household_id'), ['household_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_persons_household_id'), 'households', ['household_id'], ['id'], initially='DEFERRED', deferrable=True)

    with op.batch_alter_table('relatives', schema=None) as batch_op:
        batch_op.add_column(sa.Column('known_person_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_relatives_known_person_id'), ['known_person_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_relatives_known_person_id'), 'persons', ['known_person_id'], ['id'], initially='DEFERRED', deferrable=True)



def downgrade() -> None:
    with op.batch_alter_table('relatives', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_relatives_known_person_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_relatives_known_person_id'))
        batch_op.drop_column('known_person_id')

    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_persons_household_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_persons_household_id'))
        batch_op.drop_column('household_id')

    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_drafts_visit_id'), type_='foreignkey')
        batch_op.drop_column('visit_id')

    with op.batch_alter_table('directorates', schema=None) as batch_op:
        batch_op.drop_column('cross_cell_reference')
        batch_op.drop_column('cross_cell_authorised_on')

    with op.batch_alter_table('daily_figures', schema=None) as batch_op:
        batch_op.drop_column('n_persons')
        batch_op.drop_column('n_visits')

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_cases_merged_into_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_cases_merged_into_id'))
        batch_op.drop_column('merged_into_id')

    with op.batch_alter_table('merge_moves', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merge_moves_merge_id'))
        batch_op.drop_index(batch_op.f('ix_merge_moves_key_id'))

    op.drop_table('merge_moves')
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visits_receiving_cell_id_day_came_at'))
        batch_op.drop_index(batch_op.f('ix_visits_key_id'))
        batch_op.drop_index(batch_op.f('ix_visits_directorate_id_day_came_at'))
        batch_op.drop_index(batch_op.f('ix_visits_case_id'))

    op.drop_table('visits')
    with op.batch_alter_table('merges', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merges_merged_case_id'))
        batch_op.drop_index(batch_op.f('ix_merges_key_id'))
        batch_op.drop_index(batch_op.f('ix_merges_kept_case_id'))

    op.drop_table('merges')
    with op.batch_alter_table('across_matches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_across_matches_second_id'))
        batch_op.drop_index(batch_op.f('ix_across_matches_directorate_id_found_at_id'))

    op.drop_table('across_matches')
    with op.batch_alter_table('across_keys', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_across_keys_person_id'))

    op.drop_table('across_keys')
    with op.batch_alter_table('person_keys', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_keys_person_id'))

    op.drop_table('person_keys')
    with op.batch_alter_table('across_persons', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_across_persons_directorate_id'))

    op.drop_table('across_persons')
    op.drop_table('households')
