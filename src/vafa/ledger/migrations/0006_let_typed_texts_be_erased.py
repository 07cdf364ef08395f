"""Let the erasure of a person blank what people typed; amounts, ids and times stay append-only."""

from django.db import migrations

from vafa.ledger.schema import LOCK_TIMEOUT

# The triggers stay statement triggers: an insert pays nothing. What is not named here stays
# refused to everybody; what is named is refused to everybody but the one function that erases.
ALLOW = """
CREATE FUNCTION ledger_refuse_typed_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user <> 'vafa_ledger'
        OR coalesce(current_setting('app.erasing', true), '') <> 'on'
    THEN
        RAISE EXCEPTION '% on % is not allowed: the book is append-only', tg_op, tg_table_name
            USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION ledger_refuse_typed_change() OWNER TO vafa_ledger;

DO $$
DECLARE
    v_table text;
    v_typed text[];
    v_fixed text;
BEGIN
    FOR v_table, v_typed IN VALUES
        ('ledger_event', ARRAY['reason', 'answer']),
        ('ledger_sale', ARRAY['document', 'channel', 'detail']),
        ('ledger_sale_line', ARRAY['product', 'product_group'])
    LOOP
        SELECT string_agg(quote_ident(attname), ', ') INTO v_fixed FROM pg_attribute
        WHERE attrelid = v_table::regclass AND attnum > 0 AND NOT attisdropped
            AND attname <> ALL (v_typed);
        EXECUTE format('DROP TRIGGER append_only ON %I', v_table);
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE OR UPDATE OF %s ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()', v_fixed, v_table
        );
        EXECUTE format(
            'CREATE TRIGGER typed_only BEFORE UPDATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_typed_change()', v_table
        );
        EXECUTE format(
            'GRANT UPDATE (%s) ON %I TO vafa_ledger', array_to_string(v_typed, ', '), v_table
        );
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """Three tables hold texts that people type; no other table changes its rules."""

    dependencies = (("ledger", "0005_remember_the_functions"),)
    operations = (migrations.RunSQL(LOCK_TIMEOUT + ALLOW),)
