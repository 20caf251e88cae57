-- name: try_lead
select pg_try_advisory_lock(hashtext(%s))

-- name: still_there
select 1

-- name: born
select partitions, created_at from installation

-- name: newest_catalogue
select max(version) from catalogue

-- name: first_positions
insert into alerts_position (partition, next_offset) select generate_series(0, %s - 1), 0
on conflict do nothing

-- name: positions
select partition, next_offset from alerts_position

-- name: lock_positions
select partition, next_offset from alerts_position where partition = any(%s) order by partition for update

-- name: move_positions
update alerts_position set next_offset = moved.next_offset
from unnest(%s::int[], %s::bigint[]) as moved (partition, next_offset)
where alerts_position.partition = moved.partition

-- name: webhooks
select unit, array_agg(id order by id) from webhook where disabled_at is null group by unit

-- name: seen
select subject, version from standing_seen where subject = any(%s)

-- name: see
insert into standing_seen (subject, version)
select * from unnest(%s::text[], %s::bigint[])
on conflict (subject) do update set version = excluded.version where standing_seen.version < excluded.version

-- name: newest_alerts
select row_to_json(alert)::text from alert
where id in (
    select distinct on (subject, rule) id from alert
    where subject = any(%s) order by subject, rule, opened_at desc, state = 'resolved'
)
for update

-- name: alerts_with_step_due
select row_to_json(alert)::text from alert
where state = 'open' and next_step_at <= %s and rule = any(%s)
order by next_step_at limit %s
for update skip locked

-- name: put_alerts
insert into alert (
    id, rule, subject, unit, severity, state, reason, opened_at, changed_at, resolved_at,
    standing_version, facts, due, step, told, chain, owner, audience, next_step_at
)
select
    id, rule, subject, unit, severity, state, reason, opened_at, changed_at, resolved_at,
    standing_version, facts, due, step, told, chain, owner, audience, next_step_at
from json_populate_recordset(null::alert, %s::json)
on conflict (id) do update set
    unit = excluded.unit, severity = excluded.severity, state = excluded.state,
    reason = excluded.reason, changed_at = excluded.changed_at, resolved_at = excluded.resolved_at,
    standing_version = excluded.standing_version, facts = excluded.facts, due = excluded.due,
    step = excluded.step, told = excluded.told, chain = excluded.chain, owner = excluded.owner,
    audience = excluded.audience, next_step_at = excluded.next_step_at

-- name: add_events
insert into alert_event (alert, at, reason, detail)
select alert, at, reason, detail from json_populate_recordset(null::alert_event, %s::json)

-- name: overtake
update delivery set done_at = %s, outcome = 'overtaken'
where alert = any(%s) and done_at is null

-- name: add_deliveries
insert into delivery (id, alert, channel, target, payload, created_at, due_at)
select id, alert, channel, target, payload, created_at, due_at
from json_populate_recordset(null::delivery, %s::json)
on conflict (id) do nothing

-- name: claim
-- A standby tells its own pages and nobody else: what leaves the house is sent by the first site.
with waiting as (
    select id, due_at, row_number() over (partition by channel, target order by due_at, created_at) as place
    from delivery
    where done_at is null and due_at <= %(now)s and target <> all(%(busy)s)
        and (channel = 'inbox' or not coalesce((select standby from installation), false))
),
chosen as (
    select delivery.id from delivery join waiting using (id)
    where waiting.place <= %(each)s and delivery.done_at is null
    order by waiting.due_at limit %(limit)s
    for update of delivery skip locked
)
update delivery set due_at = %(until)s, attempts = attempts + 1
from chosen where delivery.id = chosen.id
returning delivery.id, delivery.channel, delivery.target, delivery.payload, delivery.created_at, delivery.attempts

-- name: settle
update delivery set done_at = %s, outcome = %s, why = %s where id = %s and done_at is null

-- name: postpone
update delivery set due_at = %s, why = %s where id = %s and done_at is null

-- name: waiting
select count(*) from delivery where done_at is null

-- name: webhook
select url, secret, disabled_at is not null from webhook where id = %s

-- name: disable_webhook
update webhook set disabled_at = %s, disabled_reason = %s where id = %s and disabled_at is null

-- name: add_webhook
insert into webhook (id, unit, url, secret) values (%s, %s, %s, %s)

-- name: inbox
select row_to_json(alert)::text from alert
where state <> 'resolved' and (
    audience @> array[%(unit)s]
    or unit in (select code from unit where path @> array[%(unit)s])
)
order by array_position(array['critical', 'warning', 'reminder'], severity), opened_at, subject
limit %(limit)s

-- name: inbox_counts
select severity, count(*) from alert
where state <> 'resolved' and (
    audience @> array[%(unit)s]
    or unit in (select code from unit where path @> array[%(unit)s])
)
group by severity

-- name: events_of
select at, reason, detail from alert_event where alert = %s order by n
