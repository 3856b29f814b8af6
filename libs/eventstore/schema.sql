-- The event store of one command service (design §4). Idempotent: Migrate runs it at every start.
-- Text that is compared is COLLATE "C": bytes, no locale; an upgrade of libc cannot corrupt an index.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE IF NOT EXISTS stream (
  tenant        text COLLATE "C" NOT NULL,
  id            text COLLATE "C" NOT NULL,
  aggregate     text COLLATE "C" NOT NULL,
  version       bigint NOT NULL,
  partition_key text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, id)
) WITH (fillfactor = 90);
CREATE INDEX IF NOT EXISTS stream_by_aggregate ON stream (aggregate, tenant, id);

CREATE TABLE IF NOT EXISTS event (
  position      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant        text COLLATE "C" NOT NULL,
  stream        text COLLATE "C" NOT NULL,
  version       bigint NOT NULL,
  type          text COLLATE "C" NOT NULL,
  id            uuid NOT NULL,
  body          bytea NOT NULL,
  metadata      bytea NOT NULL,
  occurred_time timestamptz NOT NULL,
  recorded_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant, stream, version)
);

-- Processed commands, for ever: a repeat gets the first one's reply. Of adopted ones only id and
-- reply are known; the rest is empty.
CREATE TABLE IF NOT EXISTS command (
  tenant       text COLLATE "C" NOT NULL,
  id           uuid NOT NULL,
  method       text COLLATE "C" NOT NULL,
  actor        text COLLATE "C" NOT NULL,
  request_hmac bytea NOT NULL,
  reply        bytea NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE IF NOT EXISTS claim (
  tenant   text COLLATE "C" NOT NULL,
  kind     text COLLATE "C" NOT NULL,
  resource text COLLATE "C" NOT NULL,
  during   tstzrange NOT NULL CHECK (NOT isempty(during)),
  holder   text COLLATE "C" NOT NULL,
  CONSTRAINT claim_held_once
    EXCLUDE USING gist (resource WITH =, during WITH &&, kind WITH =, tenant WITH =)
);
CREATE INDEX IF NOT EXISTS claim_by_holder ON claim (tenant, holder, kind);

CREATE TABLE IF NOT EXISTS timer (
  tenant       text COLLATE "C" NOT NULL,
  stream       text COLLATE "C" NOT NULL,
  name         text COLLATE "C" NOT NULL,
  due_time     timestamptz NOT NULL,
  command_type text COLLATE "C" NOT NULL,
  command      bytea NOT NULL,
  cause        uuid NOT NULL,
  leased_until timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (tenant, stream, name)
);
CREATE INDEX IF NOT EXISTS timer_by_due ON timer (tenant, due_time, stream, name);

-- What the relay has still to publish. A queue: without eager vacuum its dead rows slow every poll.
CREATE TABLE IF NOT EXISTS outbox (position bigint PRIMARY KEY) WITH (
  autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 100000, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE IF NOT EXISTS reaction_offset (
  topic      text COLLATE "C" NOT NULL,
  partition  integer NOT NULL,
  generation bigint NOT NULL,
  next       bigint NOT NULL,
  PRIMARY KEY (topic, partition)
);

CREATE TABLE IF NOT EXISTS parked (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic         text COLLATE "C" NOT NULL,
  partition     integer NOT NULL,
  record_offset bigint NOT NULL,
  key           text COLLATE "C" NOT NULL,
  reason        text NOT NULL,
  headers       bytea NOT NULL,
  parked_time   timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS parked_by_record ON parked (topic, partition, record_offset);

CREATE TABLE IF NOT EXISTS manual_clock (
  tenant       text COLLATE "C" PRIMARY KEY,
  current_time_of_tenant timestamptz NOT NULL
);

-- The answer to a repeated command. Failures are raised with a code of their own, so that nothing of
-- the statement is left behind: KW001 conflict (detail: stream), KW002 claim taken (detail: number of
-- the claim, hint: holder), KW003 command id reused.
-- The logical message makes a repeat wait for the standby too: the first commit may not be there yet.
CREATE OR REPLACE FUNCTION kinward_repeat(
  p_tenant text, p_id uuid, p_method text, p_actor text, p_hmac bytea
) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  v_reply bytea;
BEGIN
  SELECT reply INTO v_reply FROM command
   WHERE tenant = p_tenant AND id = p_id
     AND (request_hmac = '' OR
          (method = p_method AND actor = p_actor AND request_hmac = p_hmac));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'command id reused' USING ERRCODE = 'KW003';
  END IF;
  PERFORM pg_logical_emit_message(true, 'kinward', 'repeat');
  RETURN '\x01'::bytea || v_reply;
END $$;

-- Both append functions answer one bytea: 00 and the events' positions (8 bytes each), or 01 and the
-- stored reply of a repeat. Scalar statements, because a set-returning or data-modifying CTE costs a
-- quarter of the throughput and gives a concurrent repeat an empty reply (one snapshot).
CREATE OR REPLACE FUNCTION kinward_append_one(
  p_tenant text, p_id uuid, p_method text, p_actor text, p_hmac bytea, p_reply bytea,
  p_stream text, p_aggregate text, p_expected bigint, p_key text,
  p_type text, p_event_id uuid, p_body bytea, p_metadata bytea, p_occurred timestamptz
) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  v_position bigint;
BEGIN
  INSERT INTO command (tenant, id, method, actor, request_hmac, reply)
  VALUES (p_tenant, p_id, p_method, p_actor, p_hmac, p_reply) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN kinward_repeat(p_tenant, p_id, p_method, p_actor, p_hmac);
  END IF;
  IF p_expected = 0 THEN
    INSERT INTO stream (tenant, id, aggregate, version, partition_key)
    VALUES (p_tenant, p_stream, p_aggregate, 1, p_key) ON CONFLICT DO NOTHING;
  ELSE
    UPDATE stream SET version = p_expected + 1
     WHERE tenant = p_tenant AND id = p_stream AND version = p_expected
       AND aggregate = p_aggregate;
  END IF;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'conflict' USING ERRCODE = 'KW001', DETAIL = p_stream;
  END IF;
  INSERT INTO event (tenant, stream, version, type, id, body, metadata, occurred_time)
  VALUES (p_tenant, p_stream, p_expected + 1, p_type, p_event_id, p_body, p_metadata, p_occurred)
  RETURNING position INTO v_position;
  INSERT INTO outbox (position) VALUES (v_position);
  RETURN '\x00'::bytea || int8send(v_position);
END $$;

-- The general case. The caller sorts p_locks and p_streams, so that no two appends wait for each other.
-- Events are in the order written; p_counts holds the number of events of each stream.
CREATE OR REPLACE FUNCTION kinward_append(
  p_tenant text, p_id uuid, p_method text, p_actor text, p_hmac bytea, p_reply bytea,
  p_locks bigint[],
  p_streams text[], p_aggregates text[], p_expected bigint[], p_counts bigint[], p_keys text[],
  p_event_streams text[], p_event_versions bigint[], p_event_types text[], p_event_ids uuid[],
  p_event_bodies bytea[], p_event_metadata bytea[], p_event_occurred timestamptz[],
  p_release_kinds text[], p_release_holders text[],
  p_claim_kinds text[], p_claim_resources text[], p_claim_from timestamptz[],
  p_claim_until timestamptz[], p_claim_holders text[],
  p_cancel_streams text[], p_cancel_names text[], p_cancel_causes text[],
  p_timer_streams text[], p_timer_names text[], p_timer_due timestamptz[],
  p_timer_types text[], p_timer_commands bytea[], p_timer_causes uuid[]
) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  v_lock bigint;
  v_holder text;
  v_positions bytea := '';
BEGIN
  FOREACH v_lock IN ARRAY p_locks LOOP
    PERFORM pg_advisory_xact_lock(v_lock);
  END LOOP;

  INSERT INTO command (tenant, id, method, actor, request_hmac, reply)
  VALUES (p_tenant, p_id, p_method, p_actor, p_hmac, p_reply) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN kinward_repeat(p_tenant, p_id, p_method, p_actor, p_hmac);
  END IF;

  FOR i IN 1 .. cardinality(p_streams) LOOP
    IF p_expected[i] = 0 THEN
      INSERT INTO stream (tenant, id, aggregate, version, partition_key)
      VALUES (p_tenant, p_streams[i], p_aggregates[i], p_counts[i], p_keys[i])
      ON CONFLICT DO NOTHING;
    ELSE
      UPDATE stream SET version = version + p_counts[i]
       WHERE tenant = p_tenant AND id = p_streams[i] AND version = p_expected[i]
         AND aggregate = p_aggregates[i];
    END IF;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'conflict' USING ERRCODE = 'KW001', DETAIL = p_streams[i];
    END IF;
  END LOOP;

  FOR i IN 1 .. cardinality(p_release_kinds) LOOP
    DELETE FROM claim WHERE tenant = p_tenant AND kind = p_release_kinds[i]
                        AND holder = p_release_holders[i];
  END LOOP;
  FOR i IN 1 .. cardinality(p_claim_kinds) LOOP
    SELECT holder INTO v_holder FROM claim
     WHERE tenant = p_tenant AND kind = p_claim_kinds[i] AND resource = p_claim_resources[i]
       AND during && tstzrange(p_claim_from[i], p_claim_until[i])
     ORDER BY lower(during) LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'claim taken'
        USING ERRCODE = 'KW002', DETAIL = i::text, HINT = v_holder;
    END IF;
    INSERT INTO claim (tenant, kind, resource, during, holder)
    VALUES (p_tenant, p_claim_kinds[i], p_claim_resources[i],
            tstzrange(p_claim_from[i], p_claim_until[i]), p_claim_holders[i]);
  END LOOP;

  FOR i IN 1 .. cardinality(p_cancel_streams) LOOP
    DELETE FROM timer WHERE tenant = p_tenant AND stream = p_cancel_streams[i]
      AND name = p_cancel_names[i]
      AND (p_cancel_causes[i] = '' OR cause = p_cancel_causes[i]::uuid);
  END LOOP;
  FOR i IN 1 .. cardinality(p_timer_streams) LOOP
    INSERT INTO timer (tenant, stream, name, due_time, command_type, command, cause)
    VALUES (p_tenant, p_timer_streams[i], p_timer_names[i], p_timer_due[i], p_timer_types[i],
            p_timer_commands[i], p_timer_causes[i])
    ON CONFLICT (tenant, stream, name) DO UPDATE SET due_time = EXCLUDED.due_time,
      command_type = EXCLUDED.command_type, command = EXCLUDED.command, cause = EXCLUDED.cause,
      leased_until = '-infinity';
  END LOOP;

  IF cardinality(p_event_ids) > 0 THEN
    WITH e AS (
      INSERT INTO event (tenant, stream, version, type, id, body, metadata, occurred_time)
      SELECT p_tenant, u.* FROM unnest(p_event_streams, p_event_versions, p_event_types,
        p_event_ids, p_event_bodies, p_event_metadata, p_event_occurred) AS u
      RETURNING position
    ), o AS (
      INSERT INTO outbox (position) SELECT position FROM e
    )
    SELECT string_agg(int8send(position), '' ORDER BY position) INTO v_positions FROM e;
  END IF;
  RETURN '\x00'::bytea || v_positions;
END $$;
