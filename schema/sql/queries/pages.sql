-- Reads of the pages; nothing here writes. Placeholders by name.

-- name: open_tasks
select code, title, lead, state, sign, kind, start, due, progress, last_report_at, last_urged_at,
       urge_answered, secrecy, programme
from task
where lead = %(unit)s
  and state in ('awaiting', 'in_time', 'due_soon', 'overdue', 'not_started', 'recurring')
order by (state = 'overdue') desc, (state = 'recurring'), due nulls last, code
limit %(most)s

-- name: to_verify
select code, title, lead, state, sign, kind, start, due, progress, last_report_at, last_urged_at,
       urge_answered, secrecy, programme
from task
where assigned_by = %(unit)s and claimed_on is not null and done_on is null
  and kind = 'one_off' and state not in ('suspended', 'cancelled')
order by claimed_on, code
limit %(most)s

-- name: asked_of_us
select d.task, t.title, t.secrecy, d.lead, d.type, d.text, d.asked_of, d.raised_on, d.answer_due,
       d.difficulty
from difficulty d left join task t on t.code = d.task
where d.asked_of = %(unit)s and d.answered_on is null
order by d.raised_on, d.task
limit %(most)s

-- name: asked_by_us
select d.task, t.title, t.secrecy, d.lead, d.type, d.text, d.asked_of, d.raised_on, d.answer_due,
       d.difficulty
from difficulty d left join task t on t.code = d.task
where d.lead = %(unit)s and d.answered_on is null
order by d.raised_on, d.task
limit %(most)s

-- name: reports_of_unit
select r.id, r.channel, r.received_at, cardinality(r.updates), r.partition, r.log_offset,
       (select count(*) from update p where p.id = any(r.updates) and p.verdict = 'rejected'),
       (select count(*) from update p where p.id = any(r.updates) and p.verdict = 'held')
from report r
where r.unit = %(unit)s
order by r.received_at desc
limit %(most)s

-- name: doubts_of_unit
-- Updates of the unit's newest reports that were not taken as they are, with the reason.
select r.id::text, p.id::text, p.kind, p.subject, t.secrecy, p.verdict, p.reason, p.marks
from (
    select id, updates, received_at from report
    where unit = %(unit)s order by received_at desc limit %(most)s
) r
join update p on p.id = any(r.updates)
left join task t on t.code = p.subject
where p.verdict in ('rejected', 'held') or cardinality(p.marks) > 0
order by r.received_at desc, p.occurred_at, p.id
limit 200

-- name: task
select code, title, lead, state, sign, kind, start, due, progress, last_report_at, last_urged_at,
       urge_answered, secrecy, programme, due_0, assigned_by, coordinators, weight, done_on,
       claimed_on, in_charge, plan, field, milestones
from task where code = %(task)s

-- name: task_events
select p.id, p.kind, p.unit, p.channel, p.occurred_at, p.known_at, p.received_at, p.verdict,
       p.reason, p.marks, p.body::text, p.actor, p.source, p.report::text, r.partition, r.log_offset
from update p
left join lateral (
    select partition, log_offset from report
    where id = p.report and updates @> array[p.id] order by part limit 1
) r on true
where p.subject = %(task)s
order by p.occurred_at desc, p.known_at desc, p.id desc
limit %(most)s

-- name: task_turns
select at, state_from, state_to, sign_from, sign_to, reason
from standing_history
where subject = %(task)s
order by version desc
limit %(most)s

-- name: task_forecast
select f.day, f.updates, f.finish_p10, f.finish_p50, f.finish_p90, f.p_late, f.ground, f.reports,
       f.first, f.last, f.updates = t.updates
from forecast f join task t on t.code = f.task
where f.task = %(task)s

-- name: task_difficulties
select task, difficulty, type, text, asked_of, raised_on, answer_due, answered_on
from difficulty
where task = %(task)s
order by raised_on, difficulty

-- name: states
select state::text from kpi_now where scope = any(%(scopes)s) and programme = %(programme)s

-- name: states_of_programmes
select state::text from kpi_now where scope = %(scope)s and programme = any(%(programmes)s)

-- name: waves_of_programmes
-- Open one-off tasks that fall due in a span, and of them those foreseen late, by programme.
select t.programme, count(*)::int,
       count(*) filter (where t.sign = 'at_risk')::int,
       count(*) filter (where t.sign = 'behind')::int
from task t
where t.state in ('awaiting', 'in_time', 'due_soon', 'not_started') and t.kind = 'one_off'
  and t.due between %(today)s and %(wave_end)s and t.programme = any(%(programmes)s)
group by t.programme

-- name: open_alerts
-- With the forecast in force: the one a task's page shows.
select a.id, a.rule, a.subject, a.unit, a.severity, a.state, a.opened_at, a.due, a.facts, f.p_late
from alert a left join forecast f on f.task = a.subject and f.reports > 0
where a.state <> 'resolved' and (%(unit)s = '' or a.audience @> array[%(unit)s::text])
order by array_position(array['critical', 'warning', 'reminder'], a.severity), a.due, a.id
limit %(most)s

-- name: count_open_alerts
select a.severity, count(*)::int from alert a
where a.state <> 'resolved' and (%(unit)s = '' or a.audience @> array[%(unit)s::text])
group by a.severity

-- name: ranking_volumes
select unit, tasks from ranking_volume
where quarter = %(quarter)s and unit = any(%(units)s)

-- name: ranking_sealed
select day, method, rows, hash, sealed_at from ranking_snapshot
where league = %(league)s and (%(day)s::date is null or day = %(day)s)
order by day desc
limit 1

-- name: ranking_lifts
select l.task, t.title, t.secrecy, t.due, t.state, l.gain
from ranking_lift l join task t on t.code = l.task
where l.unit = %(unit)s and l.day = %(day)s
order by l.place

-- name: noticed
-- Updates of units with something noticed or waiting; `units` null: of all.
select p.id::text, p.subject, p.kind, p.unit, p.occurred_at, p.known_at, p.verdict,
       coalesce(p.marks, '{}'), t.title, t.secrecy
from update p left join task t on t.code = p.subject
where (%(units)s::text[] is null or p.unit = any(%(units)s))
    and (p.marks is not null or p.verdict = 'held') and p.verdict <> 'superseded'
    and p.occurred_at >= %(since)s and not p.kind = any(%(notes)s)
order by p.occurred_at desc, p.id
limit %(most)s

-- name: returned_claims
select p.id::text, p.subject, t.lead, p.occurred_at, t.title, t.secrecy
from update p join task t on t.code = p.subject
where p.kind = 'returned' and p.verdict = 'accepted' and p.occurred_at >= %(since)s
    and (%(units)s::text[] is null or t.lead = any(%(units)s))
order by p.occurred_at desc, p.id
limit %(most)s

-- name: missing_slots
select code, lead, missing, kind = 'recurring', live = 1, coalesce(weight, 0), title, secrecy
from task
where missing is not null and (%(units)s::text[] is null or lead = any(%(units)s))
order by (kind = 'one_off' and live = 1) desc, weight desc nulls last, code
limit %(most)s

-- name: stale_tasks
select code, lead, last_report_at, start, coalesce(weight, 0), title, secrecy
from task
where live = 1 and (%(units)s::text[] is null or lead = any(%(units)s))
order by weight desc nulls last, code
limit %(most)s

-- name: update_said
select p.id::text, p.subject, p.kind, p.unit, p.verdict, coalesce(p.marks, '{}'), p.body::text,
       t.title, t.secrecy
from update p left join task t on t.code = p.subject
where p.id = %(update)s::uuid
limit %(most)s
