-- Run after every change of functions: a SECURITY DEFINER function is a door (vafa_app may execute it),
-- every other function of the ledger is internal. All belong to vafa_ledger, who cannot log in.

DO $$
DECLARE
    v_function record;
BEGIN
    FOR v_function IN
        SELECT p.oid::regprocedure AS name, p.prosecdef AS is_door
        FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'ledger\_%'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, vafa_app, vafa_ops', v_function.name);
        IF v_function.is_door THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO vafa_app, vafa_ops', v_function.name);
        END IF;
        EXECUTE format('ALTER FUNCTION %s OWNER TO vafa_ledger', v_function.name);
    END LOOP;
END $$;
