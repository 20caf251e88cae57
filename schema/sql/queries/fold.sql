-- The fold: positions, loading a partition, writing an outcome, failures. Neighbour: stream/fold.

-- name: limit_transaction
set transaction_timeout = '30s'

-- name: staging
create temp table staging_task (like task) on commit delete rows;
create temp table staging_partial (like partial) on commit delete rows;
create temp table staging_partial_day (like partial_day) on commit delete rows;
create temp table staging_flow_day (like flow_day) on commit delete rows

-- name: begin
begin

-- name: take_time
-- For a transaction that judges every task of a partition anew.
set local transaction_timeout = '10min'

-- name: savepoint
savepoint updates

-- name: rollback_to_savepoint
rollback to savepoint updates

-- name: commit
commit

-- name: lock_positions
-- `retired` is looked at again once the lock is there: a build that has just been left has no rows.
select partition, next_offset, clock, catalogue, outbox_next, began, canary
from position where partition = any(%b::integer[]) and not retired order by partition for update

-- name: positions
select partition, next_offset from position order by partition

-- name: furthest_clock
select max(clock) from position

-- name: server_clock
select clock_timestamp()

-- name: read_position
select partition, next_offset, clock, catalogue, outbox_next, began, canary
from position where partition = %b

-- name: read_tasks
select code, standing_version, fold from task where partition = %b

-- name: read_outlooks
select task, day, updates, finish_p10, finish_p50, finish_p90, p_late, ground, reports, first, last
from forecast where partition = %b

-- name: read_partials
select lead, programme, plan, objective, field, in_charge, counts
from partial where partition = %b

-- name: widen_partial
-- A leaf stored by an earlier version, with the measures of this one; only while the position stands
-- where the leaf was read.
with held as (
    select partition, next_offset from position where partition = %s and next_offset = %s for update
)
update partial p set counts = %s::bigint[], stamp = held.next_offset + 1
from held
where p.partition = held.partition and p.lead = %s and p.programme = %s and p.plan = %s
  and p.objective = %s and p.field = %s and p.in_charge = %s

-- name: read_closed
select l.lead, l.programme, l.plan, l.objective, l.field, l.in_charge, d.counts
from partial l
cross join lateral (
    select counts from partial_day d
    where d.partition = l.partition and d.lead = l.lead and d.programme = l.programme
      and d.plan = l.plan and d.objective = l.objective and d.field = l.field
      and d.in_charge = l.in_charge
    order by day desc, version desc
    limit 1
) d
where l.partition = %b

-- name: read_unsent
select n, key, payload from outbox where partition = %b and not sent order by n

-- name: read_failures
select n from failure where partition = %b and next_offset = %b

-- name: read_updates
select subject, body::text, report::text, unit, actor, source, channel, known_at, received_at,
       hash, verdict, reason, marks, id::text
from update where subject = any(%b::text[])

-- name: read_others
-- Whatever is folded and is no task is noted there when it is judged, held or not.
select indicator || '@' || unit from measured where partition = %b

-- name: read_known
select id::text, subject, hash, received_at, known_at, report::text, unit, actor, source, channel
from update where id = any(%b::uuid[])

-- name: forget_updates
delete from update where id = any(%b::uuid[])

-- name: copy_updates
copy update (id, subject, kind, report, unit, actor, source, channel, occurred_at, known_at,
    received_at, source_seq, hash, body, verdict, reason, marks, judged_at)
from stdin (format binary)

-- name: copy_tasks
copy staging_task (code, partition, home, lead, assigned_by, programme, plan, objective, field,
    title, kind, secrecy, in_charge, coordinators, weight, start, due_0, due, state, sign,
    standing_version, progress, done_on, claimed_on, last_report_at, last_urged_at, urge_answered,
    difficulties, updates, fold, milestones, state_0, live, missing)
from stdin (format binary)

-- name: keep_tasks
insert into task (code, partition, home, lead, assigned_by, programme, plan, objective, field,
    title, kind, secrecy, in_charge, coordinators, weight, start, due_0, due, state, sign,
    standing_version, progress, done_on, claimed_on, last_report_at, last_urged_at, urge_answered,
    difficulties, updates, fold, milestones, state_0, live, missing)
select code, partition, home, lead, assigned_by, programme, plan, objective, field, title, kind,
    secrecy, in_charge, coordinators, weight, start, due_0, due, state, sign, standing_version,
    progress, done_on, claimed_on, last_report_at, last_urged_at, urge_answered, difficulties,
    updates, fold, milestones, state_0, live, missing
from staging_task
on conflict (code) do update set
    lead = excluded.lead, assigned_by = excluded.assigned_by, programme = excluded.programme,
    plan = excluded.plan, objective = excluded.objective, field = excluded.field,
    title = excluded.title, kind = excluded.kind, secrecy = excluded.secrecy,
    in_charge = excluded.in_charge, coordinators = excluded.coordinators,
    weight = excluded.weight, start = excluded.start, due_0 = excluded.due_0,
    due = excluded.due, state = excluded.state, sign = excluded.sign,
    standing_version = excluded.standing_version, progress = excluded.progress,
    done_on = excluded.done_on, claimed_on = excluded.claimed_on,
    last_report_at = excluded.last_report_at, last_urged_at = excluded.last_urged_at,
    urge_answered = excluded.urge_answered, difficulties = excluded.difficulties,
    updates = excluded.updates, fold = excluded.fold, milestones = excluded.milestones,
    state_0 = excluded.state_0, live = excluded.live, missing = excluded.missing

-- name: add_reports
-- A report id that came again with other updates: its receipt must tell of all of them.
insert into report (id, part, partition, log_offset, unit, actor, channel, source, on_behalf_of,
    reported_at, received_at, updates)
select id, part, partition, log_offset, unit, actor, channel, source, on_behalf_of, reported_at,
    received_at, updates::uuid[]
from unnest(%b::uuid[], %b::integer[], %b::integer[], %b::bigint[], %b::text[], %b::text[],
    %b::text[], %b::text[], %b::text[], %b::timestamptz[], %b::timestamptz[], %b::text[])
    as given (id, part, partition, log_offset, unit, actor, channel, source, on_behalf_of,
        reported_at, received_at, updates)
on conflict (id, part) do update set updates = report.updates || array(
    select identity from unnest(excluded.updates) with ordinality as more (identity, n)
    where identity <> all(report.updates) order by n
)
where not excluded.updates <@ report.updates

-- name: change_verdicts
update update u
set verdict = given.verdict, reason = given.reason, marks = given.marks::text[],
    judged_at = given.judged_at
from unnest(%b::uuid[], %b::text[], %b::text[], %b::text[], %b::timestamptz[])
    as given (id, verdict, reason, marks, judged_at)
where u.id = given.id

-- name: forget_difficulties
delete from difficulty where task = any(%b::text[])

-- name: add_difficulties
insert into difficulty (task, difficulty, partition, lead, type, text, asked_of, raised_by,
    raised_on, answer_due, answered_on)
select * from unnest(%b::text[], %b::text[], %b::integer[], %b::text[], %b::text[], %b::text[],
    %b::text[], %b::text[], %b::date[], %b::date[], %b::date[])

-- name: copy_partials
copy staging_partial (partition, lead, programme, plan, objective, field, in_charge, counts, stamp)
from stdin (format binary)

-- name: keep_partials
insert into partial (partition, lead, programme, plan, objective, field, in_charge, counts, stamp)
select partition, lead, programme, plan, objective, field, in_charge, counts, stamp
from staging_partial
on conflict (partition, lead, programme, plan, objective, field, in_charge)
do update set counts = excluded.counts, stamp = excluded.stamp

-- name: copy_days
copy staging_partial_day (partition, lead, programme, plan, objective, field, in_charge, day,
    version, known_from, counts, stamp)
from stdin (format binary)

-- name: keep_days
-- `version` comes as the ordinal within this transaction.
insert into partial_day (partition, lead, programme, plan, objective, field, in_charge, day,
    version, known_from, counts, stamp)
select s.partition, s.lead, s.programme, s.plan, s.objective, s.field, s.in_charge, s.day,
    s.version + coalesce((
        select max(d.version) from partial_day d
        where d.partition = s.partition and d.day = s.day and d.lead = s.lead
          and d.programme = s.programme and d.plan = s.plan and d.objective = s.objective
          and d.field = s.field and d.in_charge = s.in_charge
    ), 0),
    s.known_from, s.counts, s.stamp
from staging_partial_day s

-- name: keep_outlooks
insert into forecast (task, partition, day, updates, finish_p10, finish_p50, finish_p90, p_late,
    ground, reports, first, last)
select * from unnest(%b::text[], %b::integer[], %b::date[], %b::integer[], %b::date[], %b::date[],
    %b::date[], %b::integer[], %b::text[], %b::integer[], %b::date[], %b::date[])
on conflict (task) do update set
    day = excluded.day, updates = excluded.updates, finish_p10 = excluded.finish_p10,
    finish_p50 = excluded.finish_p50, finish_p90 = excluded.finish_p90,
    p_late = excluded.p_late, ground = excluded.ground, reports = excluded.reports,
    first = excluded.first, last = excluded.last

-- name: forget_outlooks
delete from forecast where task = any(%b::text[])

-- name: copy_restated
copy restated (partition, lead, programme, plan, objective, field, in_charge, task, why, updates,
    known_from, known_on, first, steps, stamp)
from stdin (format binary)

-- name: copy_flows
copy staging_flow_day (partition, unit, programme, field, in_charge, day, counts, stamp, known_on)
from stdin (format binary)

-- name: add_flows
-- What is staged is what each row moves by; the shorter array counts as filled with zeros.
insert into flow_day (partition, unit, programme, field, in_charge, day, counts, stamp, known_on)
select partition, unit, programme, field, in_charge, day, counts, stamp, known_on
from staging_flow_day
on conflict (partition, day, unit, programme, field, in_charge, known_on) do update set
    counts = array(
        select coalesce(was, 0) + coalesce(by, 0)
        from unnest(flow_day.counts, excluded.counts) with ordinality as both_of (was, by, n)
        order by n
    ),
    stamp = excluded.stamp

-- name: add_reported
insert into reported (report, partition, unit, day, updates, known_on)
select * from unnest(%b::uuid[], %b::integer[], %b::text[], %b::date[], %b::integer[], %b::date[])
on conflict (report, unit, day, partition, known_on) do update set
    updates = reported.updates + excluded.updates

-- name: add_arrivals
-- Bins and their local days by the same statement: they cannot tell different sums.
with given as (
    select * from unnest(%b::integer[], %b::text[], %b::timestamptz[], %b::integer[],
        %b::integer[], %b::bigint[], %b::bigint[])
        as given (partition, unit, bin, updates, automatic, lag_s, stamp)
), bins as (
    insert into arrival (partition, unit, bin, updates, automatic, lag_s)
    select partition, unit, bin, updates, automatic, lag_s from given
    on conflict (bin, unit, partition) do update set
        updates = arrival.updates + excluded.updates,
        automatic = arrival.automatic + excluded.automatic,
        lag_s = arrival.lag_s + excluded.lag_s
)
insert into arrival_day (partition, unit, day, updates, automatic, lag_s, stamp)
select partition, unit, (bin at time zone 'Asia/Ho_Chi_Minh')::date, sum(updates), sum(automatic),
    sum(lag_s), max(stamp)
from given group by 1, 2, 3
on conflict (day, partition, unit) do update set
    updates = arrival_day.updates + excluded.updates,
    automatic = arrival_day.automatic + excluded.automatic,
    lag_s = arrival_day.lag_s + excluded.lag_s,
    stamp = excluded.stamp

-- name: add_history
insert into standing_history (subject, version, at, partition, state_from, state_to, sign_from,
    sign_to, reason, cause)
select * from unnest(%b::text[], %b::bigint[], %b::timestamptz[], %b::integer[], %b::text[],
    %b::text[], %b::text[], %b::text[], %b::text[], %b::uuid[])

-- name: add_outbox
insert into outbox (partition, n, key, payload)
select * from unnest(%b::integer[], %b::bigint[], %b::text[], %b::bytea[])

-- name: mark_sent
update outbox set sent = true where partition = %b and n <= %b and not sent

-- name: bury
insert into dead_letter (partition, log_offset, path, reason, our_fault, raw)
values (%b, %b, %b, %b, %b, %b) on conflict do nothing

-- name: move_position
update position set next_offset = %b, clock = %b, catalogue = %b, outbox_next = %b, began = %b,
    canary = %b
where partition = %b

-- name: notify
select pg_notify(%b, '')

-- name: count_failure
insert into failure (partition, next_offset, n, error)
select partition, next_offset, 1, %b from position where partition = any(%b::integer[])
on conflict (partition, next_offset)
do update set n = failure.n + 1, at = now(), error = excluded.error
