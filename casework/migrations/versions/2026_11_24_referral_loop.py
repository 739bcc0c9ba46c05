"""Organisations with services, places and contacts; what was sent to a partner, its link; notices.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('directory_uploads',
    sa.Column('directorate_id', sa.Uuid(), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('form_key', sa.Uuid(), nullable=False),
    sa.Column('cards_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('problems_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['directorate_id'], ['directorates.id'], name=op.f('fk_directory_uploads_directorate_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_directory_uploads_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_directory_uploads_made_by_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directory_uploads')),
    sa.UniqueConstraint('form_key', name=op.f('uq_directory_uploads_form_key'))
    )
    with op.batch_alter_table('directory_uploads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directory_uploads_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_directory_uploads_made_at'), ['made_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_directory_uploads_made_by_id'), ['made_by_id'], unique=False)

    op.create_table('partner_locations',
    sa.Column('partner_id', sa.Uuid(), nullable=False),
    sa.Column('external_id', sa.Uuid(), nullable=True),
    sa.Column('name_ar', sa.String(), nullable=True),
    sa.Column('name_fr', sa.String(), nullable=True),
    sa.Column('commune_code', sa.String(), nullable=True),
    sa.Column('confidentiality', sa.String(length=40), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('address_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('phone_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('point_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_partner_locations_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_partner_locations_partner_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner_locations'))
    )
    with op.batch_alter_table('partner_locations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_locations_external_id'), ['external_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_locations_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_locations_partner_id'), ['partner_id'], unique=False)

    op.create_table('partner_proposals',
    sa.Column('directorate_id', sa.Uuid(), nullable=False),
    sa.Column('partner_id', sa.Uuid(), nullable=True),
    sa.Column('confidentiality', sa.String(length=40), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('is_taken', sa.Boolean(), nullable=True),
    sa.Column('form_key', sa.Uuid(), nullable=True),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_partner_proposals_decided_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['directorate_id'], ['directorates.id'], name=op.f('fk_partner_proposals_directorate_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_partner_proposals_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_partner_proposals_made_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_partner_proposals_partner_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner_proposals')),
    sa.UniqueConstraint('form_key', name=op.f('uq_partner_proposals_form_key'))
    )
    with op.batch_alter_table('partner_proposals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_proposals_directorate_id_decided_at'), ['directorate_id', 'decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_proposals_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_proposals_partner_id'), ['partner_id'], unique=False)

    op.create_table('partner_contacts',
    sa.Column('partner_id', sa.Uuid(), nullable=False),
    sa.Column('location_id', sa.Uuid(), nullable=True),
    sa.Column('confidentiality', sa.String(length=40), nullable=False),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('receives_referrals', sa.Boolean(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('title_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('phone_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('email_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_partner_contacts_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['location_id'], ['partner_locations.id'], name=op.f('fk_partner_contacts_location_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_partner_contacts_partner_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner_contacts'))
    )
    with op.batch_alter_table('partner_contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_contacts_key_id'), ['key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_contacts_partner_id'), ['partner_id'], unique=False)

    op.create_table('service_locations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('location_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['location_id'], ['partner_locations.id'], name=op.f('fk_service_locations_location_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['service_id'], ['partner_services.id'], name=op.f('fk_service_locations_service_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_locations')),
    sa.UniqueConstraint('service_id', 'location_id', name=op.f('uq_service_locations_service_id_location_id'))
    )
    with op.batch_alter_table('service_locations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_locations_location_id'), ['location_id'], unique=False)

    op.create_table('notices',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('cell_id', sa.Uuid(), nullable=True),
    sa.Column('object_id', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_notices_case_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['cell_id'], ['cells.id'], name=op.f('fk_notices_cell_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_notices_user_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notices_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_mailed_at'), ['mailed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_user_id_seen_at_made_at'), ['user_id', 'seen_at', 'made_at'], unique=False)

    op.create_table('referral_links',
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('secret_key_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('open_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('n_codes', sa.Integer(), nullable=False),
    sa.Column('code_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('n_wrong', sa.Integer(), nullable=False),
    sa.Column('browser_hash', sa.String(), nullable=True),
    sa.Column('visit_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['partner_contacts.id'], name=op.f('fk_referral_links_contact_id'), ondelete='SET NULL', initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_referral_links_made_by_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['referral_id'], ['referrals.id'], name=op.f('fk_referral_links_referral_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['secret_key_id'], ['data_keys.id'], name=op.f('fk_referral_links_secret_key_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral_links')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_referral_links_token_hash'))
    )
    with op.batch_alter_table('referral_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_links_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_links_referral_id'), ['referral_id'], unique=False)

    op.create_table('sent_copies',
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_by_id', sa.Uuid(), nullable=False),
    sa.Column('fields_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['key_id'], ['data_keys.id'], name=op.f('fk_sent_copies_key_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['referral_id'], ['referrals.id'], name=op.f('fk_sent_copies_referral_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['sent_by_id'], ['users.id'], name=op.f('fk_sent_copies_sent_by_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sent_copies')),
    sa.UniqueConstraint('referral_id', name=op.f('uq_sent_copies_referral_id'))
    )
    with op.batch_alter_table('sent_copies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sent_copies_key_id'), ['key_id'], unique=False)

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('covers', sa.Text(), nullable=False, server_default=''))

    with op.batch_alter_table('directorates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('address_ar', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('address_fr', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('phone', sa.String(), nullable=True))

    with op.batch_alter_table('partner_services', schema=None) as batch_op:
        batch_op.add_column(sa.Column('external_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('status', sa.String(length=40), nullable=False, server_default='active'))
        batch_op.add_column(sa.Column('name_ar', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('name_fr', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('about_ar', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('about_fr', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('programmes', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('sex', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('age_from', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('age_to', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('languages', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('areas', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('documents', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('fees', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('capacity', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('n_free', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('free_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('usual_days', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('seldom_answers', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_index(batch_op.f('ix_partner_services_code'))
        batch_op.drop_constraint(batch_op.f('uq_partner_services_partner_id_code'), type_='unique')
        batch_op.create_index(batch_op.f('ix_partner_services_code_status'), ['code', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_services_external_id'), ['external_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partner_services_partner_id'), ['partner_id'], unique=False)

    with op.batch_alter_table('partners', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cell_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('external_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('kind', sa.String(length=40), nullable=False, server_default='association'))
        batch_op.add_column(sa.Column('about_ar', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('about_fr', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('confidentiality', sa.String(length=40), nullable=False, server_default='partners'))
        batch_op.add_column(sa.Column('website', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('identifier_kind', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('identifier', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('agreement', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('agreed_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('agreed_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('checked_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('checked_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()))
        batch_op.add_column(sa.Column('email_sealed', sa.LargeBinary(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_partners_cell_id'), ['cell_id'])
        batch_op.create_unique_constraint(batch_op.f('uq_partners_directorate_id_external_id'), ['directorate_id', 'external_id'])
        batch_op.create_foreign_key(batch_op.f('fk_partners_cell_id'), 'cells', ['cell_id'], ['id'], initially='DEFERRED', deferrable=True)
        batch_op.create_foreign_key(batch_op.f('fk_partners_checked_by_id'), 'users', ['checked_by_id'], ['id'], initially='DEFERRED', deferrable=True)

    with op.batch_alter_table('positions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('partner_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_positions_partner_id'), ['partner_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_positions_partner_id'), 'partners', ['partner_id'], ['id'], initially='DEFERRED', deferrable=True)

    with op.batch_alter_table('referral_moves', schema=None) as batch_op:
        batch_op.add_column(sa.Column('expected_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('mover', sa.String(length=40), nullable=False, server_default='worker'))

    with op.batch_alter_table('referrals', schema=None) as batch_op:
        batch_op.add_column(sa.Column('service_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('batch_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('answer_by', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('called_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('opened_case_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('destroy_asked_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('destroy_answered_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('chosen_sealed', sa.LargeBinary(), nullable=True))
        batch_op.drop_index(batch_op.f('ix_referrals_partner_id'))
        batch_op.create_index(batch_op.f('ix_referrals_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referrals_partner_id_state'), ['partner_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_referrals_service_id'), ['service_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_referrals_opened_case_id'), 'cases', ['opened_case_id'], ['id'], initially='DEFERRED', deferrable=True)
        batch_op.create_foreign_key(batch_op.f('fk_referrals_service_id'), 'partner_services', ['service_id'], ['id'], initially='DEFERRED', deferrable=True)

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('email', sa.String(), nullable=True))

    op.execute("UPDATE partners SET confidentiality = 'cell' WHERE is_confidential")
    op.execute("UPDATE referral_moves SET mover = 'system' WHERE by_id IS NULL")
    with op.batch_alter_table('partners', schema=None) as batch_op:
        batch_op.drop_column('is_confidential')


def downgrade() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('email')

    with op.batch_alter_table('referrals', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_referrals_service_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_referrals_opened_case_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_referrals_service_id'))
        batch_op.drop_index(batch_op.f('ix_referrals_partner_id_state'))
        batch_op.drop_index(batch_op.f('ix_referrals_batch_id'))
        batch_op.create_index(batch_op.f('ix_referrals_partner_id'), ['partner_id'], unique=False)
        batch_op.drop_column('chosen_sealed')
        batch_op.drop_column('destroy_answered_on')
        batch_op.drop_column('destroy_asked_on')
        batch_op.drop_column('opened_case_id')
        batch_op.drop_column('called_at')
        batch_op.drop_column('answer_by')
        batch_op.drop_column('batch_id')
        batch_op.drop_column('service_id')

    with op.batch_alter_table('referral_moves', schema=None) as batch_op:
        batch_op.drop_column('mover')
        batch_op.drop_column('expected_on')

    with op.batch_alter_table('positions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_positions_partner_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_positions_partner_id'))
        batch_op.drop_column('partner_id')

    with op.batch_alter_table('partners', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_partners_checked_by_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_partners_cell_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_partners_directorate_id_external_id'), type_='unique')
        batch_op.drop_constraint(batch_op.f('uq_partners_cell_id'), type_='unique')
        batch_op.drop_column('email_sealed')
        batch_op.drop_column('changed_at')
        batch_op.drop_column('checked_by_id')
        batch_op.drop_column('checked_on')
        batch_op.drop_column('agreed_until')
        batch_op.drop_column('agreed_from')
        batch_op.drop_column('agreement')
        batch_op.drop_column('identifier')
        batch_op.drop_column('identifier_kind')
        batch_op.drop_column('website')
        batch_op.drop_column('confidentiality')
        batch_op.drop_column('about_fr')
        batch_op.drop_column('about_ar')
        batch_op.drop_column('kind')
        batch_op.drop_column('external_id')
        batch_op.drop_column('cell_id')

    with op.batch_alter_table('partner_services', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_services_partner_id'))
        batch_op.drop_index(batch_op.f('ix_partner_services_external_id'))
        batch_op.drop_index(batch_op.f('ix_partner_services_code_status'))
        batch_op.create_unique_constraint(batch_op.f('uq_partner_services_partner_id_code'), ['partner_id', 'code'])
        batch_op.create_index(batch_op.f('ix_partner_services_code'), ['code'], unique=False)
        batch_op.drop_column('seldom_answers')
        batch_op.drop_column('usual_days')
        batch_op.drop_column('free_on')
        batch_op.drop_column('n_free')
        batch_op.drop_column('capacity')
        batch_op.drop_column('fees')
        batch_op.drop_column('documents')
        batch_op.drop_column('areas')
        batch_op.drop_column('languages')
        batch_op.drop_column('age_to')
        batch_op.drop_column('age_from')
        batch_op.drop_column('sex')
        batch_op.drop_column('programmes')
        batch_op.drop_column('about_fr')
        batch_op.drop_column('about_ar')
        batch_op.drop_column('name_fr')
        batch_op.drop_column('name_ar')
        batch_op.drop_column('status')
        batch_op.drop_column('external_id')

    with op.batch_alter_table('directorates', schema=None) as batch_op:
        batch_op.drop_column('phone')
        batch_op.drop_column('address_fr')
        batch_op.drop_column('address_ar')

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_column('covers')

    with op.batch_alter_table('sent_copies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sent_copies_key_id'))

    op.drop_table('sent_copies')
    with op.batch_alter_table('referral_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_referral_links_referral_id'))
        batch_op.drop_index(batch_op.f('ix_referral_links_contact_id'))

    op.drop_table('referral_links')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notices_user_id_seen_at_made_at'))
        batch_op.drop_index(batch_op.f('ix_notices_mailed_at'))
        batch_op.drop_index(batch_op.f('ix_notices_case_id'))

    op.drop_table('notices')
    with op.batch_alter_table('service_locations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_locations_location_id'))

    op.drop_table('service_locations')
    with op.batch_alter_table('partner_contacts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_contacts_partner_id'))
        batch_op.drop_index(batch_op.f('ix_partner_contacts_key_id'))

    op.drop_table('partner_contacts')
    with op.batch_alter_table('partner_proposals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_proposals_partner_id'))
        batch_op.drop_index(batch_op.f('ix_partner_proposals_key_id'))
        batch_op.drop_index(batch_op.f('ix_partner_proposals_directorate_id_decided_at'))

    op.drop_table('partner_proposals')
    with op.batch_alter_table('partner_locations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_locations_partner_id'))
        batch_op.drop_index(batch_op.f('ix_partner_locations_key_id'))
        batch_op.drop_index(batch_op.f('ix_partner_locations_external_id'))

    op.drop_table('partner_locations')
    with op.batch_alter_table('directory_uploads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_directory_uploads_made_by_id'))
        batch_op.drop_index(batch_op.f('ix_directory_uploads_made_at'))
        batch_op.drop_index(batch_op.f('ix_directory_uploads_key_id'))

    op.drop_table('directory_uploads')
