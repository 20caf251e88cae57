"""Invariants broken on purpose, one by one: what each checker must notice."""

from __future__ import annotations

from msgspec import Struct


class Break(Struct, frozen=True):
    """A statement that changes one row, and how the complaint of a checker must begin."""

    checker: str
    complaint: str
    statement: bytes


BREAKS = (
    Break(
        "I1",
        "promised and lost",
        b"delete from update where id = (select id from update where source = 'faults' limit 1)",
    ),
    Break(
        "I1",
        "never sent",
        b"update update set id = gen_random_uuid() "
        b"where id = (select id from update where source = 'faults' limit 1)",
    ),
    Break("I2", "updates", b"delete from update where id = (select id from update limit 1)"),
    Break(
        "I2",
        "tasks",
        b"update task set state = 'cancelled' "
        b"where code = (select max(code) from task where state <> 'cancelled')",
    ),
    Break(
        "I2",
        "leaves",
        b"update partial set counts[1] = counts[1] + 1 "
        b"where ctid = (select min(ctid) from partial)",
    ),
    Break(
        "I2",
        "closes",
        b"update partial_day set counts[1] = counts[1] + 1 "
        b"where ctid = (select ctid from partial_day order by version desc limit 1)",
    ),
    Break(
        "I2",
        "letters",
        b"insert into dead_letter (partition, log_offset, path, reason) values (0, 0, '$', 'none')",
    ),
    Break(
        "I2",
        "dead by our own fault",
        b"update dead_letter set our_fault = true where ctid = (select min(ctid) from dead_letter)",
    ),
    Break(
        "I2",
        "clocks",
        b"update position set clock = clock + interval '1 day' where partition = 0",
    ),
    Break(
        "I2",
        "standings",
        b"delete from standing_history where ctid = (select min(ctid) from standing_history)",
    ),
    Break("I2", "relayed", b"delete from outbox where ctid = (select min(ctid) from outbox)"),
    Break(
        "I3",
        "neither sent nor ended",
        b"insert into delivery (id, alert, channel, target, payload, created_at, due_at) "
        b"select gen_random_uuid(), id, 'webhook', '', '{}', now(), now() from alert limit 1",
    ),
    Break(
        "I3",
        "sent, but never received",
        b"insert into delivery (id, alert, channel, target, payload, created_at, due_at, outcome) "
        b"select gen_random_uuid(), id, 'webhook', '', '{}', now(), now(), 'sent' "
        b"from alert limit 1",
    ),
    Break(
        "I3",
        "received, but nobody's",
        b"delete from delivery where id = (select id from delivery "
        b"where channel = 'webhook' and outcome = 'sent' and target <> '' limit 1)",  # a true one
    ),
    Break(
        "I3",
        "told after the end",
        b"update alert set state = 'resolved', standing_version = 0 where id = "
        b"(select alert from delivery where payload ->> 'type' <> 'alert.resolved' limit 1)",
    ),
    Break(
        "I5",
        "an alert that stands elsewhere",
        b"update alert set reason = 'cancelled' "
        b"where ctid = (select min(ctid) from alert where reason <> 'cancelled')",
    ),
    Break(
        "I5",
        "an alert without a beginning",
        b"insert into alert select (jsonb_populate_record(a, jsonb_build_object("
        b"'id', gen_random_uuid(), 'state', 'resolved', 'resolved_at', now()))).* "
        b"from alert a limit 1",
    ),
    Break(
        "I5",
        "a story that goes back in time",
        b"insert into alert_event (alert, at, reason) select alert, at - interval '1 s', reason "
        b"from (select distinct on (alert) * from alert_event order by alert, n desc) e limit 1",
    ),
    Break(
        "I6",
        "open and ended at once",
        b"update alert set resolved_at = now() "
        b"where id = (select id from alert where state = 'open' limit 1)",
    ),
    Break(
        "I6",
        "warned of wrongly",
        b"update task set state = 'suspended' "
        b"where code = "
        b"(select code from task where state = 'overdue' and kind = 'one_off' limit 1)",
    ),
    Break(
        "I7",
        "published",
        b"update kpi_now set state = jsonb_set(state::jsonb, '{counts,overdue}', '-1')::json "
        b"where (scope, programme) = ('vn', '')",
    ),
)
