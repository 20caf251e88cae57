-- name: partitions
select partitions, standby from installation

-- name: server_clock
select clock_timestamp()

-- name: key
select name, units from api_key where hash = %s and revoked_at is null

-- name: newest_state
select coalesce(max(kpi_version), 0) from kpi_now

-- name: states
select state::text from kpi_now
join unnest(%s::text[], %s::text[]) as wanted (scope, programme) using (scope, programme)

-- name: states_since
select state::text from kpi_now
join unnest(%s::text[], %s::text[]) as wanted (scope, programme) using (scope, programme)
where kpi_version > %s

-- name: roll_heard
-- Seconds since; what lies ahead was stamped before a clock was put right.
select extract(epoch from clock_timestamp() - max(at))::float8
from process where role = 'roll' and ready and at <= clock_timestamp()

-- name: overdue_before
select wanted.scope, past.overdue
from unnest(%(children)s::text[]) as wanted (scope)
cross join lateral (
    select counts[%(overdue)s] as overdue from kpi_history
    where scope = wanted.scope and programme = %(programme)s and at <= %(day_ago)s
    order by at desc limit 1
) as past

-- name: urge
select t.code, t.title, t.lead, t.due, t.weight, t.start, t.last_report_at, t.last_urged_at,
       t.urge_answered, t.secrecy
from task t join unit u on u.code = t.lead
where t.state = 'overdue' and u.path @> array[%(unit)s::text]
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
order by greatest(coalesce(t.weight, 0), 1)::numeric * (%(today)s::date - t.due)
         * (%(today)s::date - coalesce(t.last_report_at::date, t.start, t.due) + 1) desc, t.code
limit %(most_urge)s

-- name: warnings
select t.code, t.title, t.lead, t.due, t.weight, t.start, t.last_report_at, t.last_urged_at,
       t.urge_answered, t.secrecy, f.p_late, f.finish_p50, f.reports, f.first, f.last
from task t join unit u on u.code = t.lead join forecast f on f.task = t.code
where t.sign = 'behind' and f.reports > 0 and u.path @> array[%(unit)s::text]
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
order by greatest(coalesce(t.weight, 0), 1)::numeric * greatest(f.finish_p50 - t.due, 1)
         * (%(today)s::date - coalesce(t.last_report_at::date, t.start, t.due) + 1) desc, t.code
limit %(most_urge)s

-- name: arrivals
select a.bin, sum(a.updates)::int from arrival a join unit u on u.code = a.unit
where a.bin >= %(first_bin)s and u.path @> array[%(scope)s::text]
group by a.bin

-- name: arrivals_of_weekdays
select a.bin, sum(a.updates)::int from arrival a join unit u on u.code = a.unit
where a.bin >= %(since)s and a.bin < %(until)s and u.path @> array[%(scope)s::text]
  and extract(isodow from a.bin at time zone 'Asia/Ho_Chi_Minh') = any(%(weekdays)s::int[])
group by a.bin

-- name: first_arrival
select min(bin) from arrival

-- name: listen
insert into listening (bin) values (%s) on conflict do nothing

-- name: listened
select bin from listening where bin >= %(first_bin)s

-- name: first_listened
select min(bin) from listening

-- name: turns
select h.at, h.subject, t.title, t.lead, t.secrecy, h.state_from, h.state_to, h.sign_from, h.sign_to,
       h.cause
from standing_history h
join task t on t.code = h.subject
join unit u on u.code = t.lead
where h.at > %(hour_ago)s and u.path @> array[%(unit)s::text]
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
order by h.at desc
limit %(most_notable)s

-- name: difficulties
select p.received_at, p.kind, p.subject, t.title, t.lead, t.secrecy
from update p
join task t on t.code = p.subject
join unit u on u.code = t.lead
where p.received_at > %(hour_ago)s and p.kind in ('difficulty.raised', 'difficulty.answered')
  and p.verdict = 'accepted' and u.path @> array[%(unit)s::text]
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
order by p.received_at desc
limit %(most_notable)s

-- name: wave
select t.due, count(*)::int,
       count(*) filter (where t.sign = 'at_risk')::int,
       count(*) filter (where t.sign = 'behind')::int,
       count(*) filter (where t.state in ('in_time', 'due_soon') and f.task is null)::int
from task t
join unit u on u.code = t.lead
left join forecast f on f.task = t.code and f.reports > 0
where t.state in ('awaiting', 'in_time', 'due_soon', 'not_started') and t.kind = 'one_off'
  and t.due between %(today)s and %(wave_end)s and u.path @> array[%(unit)s::text]
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
group by t.due

-- name: by_top
-- What each province and central body holds of a field or post, measure by measure.
select s.top, array_agg(s.total order by s.n)
from (
    select l.top, c.n, sum(c.value)::bigint as total
    from partial p
    join unit l on l.code = p.lead
    cross join unnest(p.counts) with ordinality as c (value, n)
    where l.top is not null
      and (%(field)s <> '' or %(posts)s::text[] <> '{}')
      and (%(field)s = '' or p.field = %(field)s)
      and (%(posts)s::text[] = '{}' or p.in_charge = any(%(posts)s::text[]))
      and (%(programme)s = '' or p.programme = %(programme)s)
    group by l.top, c.n
) as s (top, n, total)
group by s.top

-- name: plan_curve
select first, last, step, alike, planned from plan_curve
where scope = %(scope)s and programme = %(programme)s

-- name: fan
-- What is left of the open tasks, by the day on which they will be done: one in ten sooner than the
-- first, half of them than the second, one in ten later than the third.
select passed.chance, passed.day,
       sum(coalesce(t.weight, 0) * (10000 - coalesce(t.progress, 0)))::bigint,
       sum(10000 - coalesce(t.progress, 0))::bigint,
       count(*)::int, count(*) filter (where f.reports = 0)::int
from forecast f
join task t on t.code = f.task
join unit u on u.code = t.lead
join lateral (
    values (10, f.finish_p10), (50, f.finish_p50), (90, f.finish_p90)
) as passed (chance, day) on true
where u.path @> array[%(unit)s::text]
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
group by 1, 2

-- name: earned
select distinct on (day) day, counts[%(by_weight)s], counts[%(alike)s] from kpi_day
where scope = %(scope)s and programme = %(programme)s
order by day, version desc

-- name: bottlenecks
select d.type, d.asked_of, count(distinct d.lead)::int, min(d.raised_on)
from difficulty d
join unit u on u.code = d.lead
left join task t on t.code = d.task
where d.answered_on is null and d.asked_of is not null and u.path @> array[%(unit)s::text]
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
group by d.type, d.asked_of
order by 3 desc, 4, 1, 2
limit %(most_bottlenecks)s

-- name: positions
select partition, next_offset from position

-- name: report_parts
select part, partition, log_offset, unit, updates from report where id = %s order by part

-- name: verdicts
select id, kind, subject, verdict, reason, marks from update where id = any(%s)

-- name: dead_letters
select partition, log_offset, path, reason, our_fault from dead_letter
join unnest(%s::int[], %s::bigint[]) as wanted (partition, log_offset)
using (partition, log_offset)

-- name: newest_catalogue
select max(version) from catalogue

-- name: inbox
select a.id::text, a.rule, a.subject, a.unit, a.severity, a.state, a.reason, a.opened_at,
       a.changed_at, a.due, a.owner, a.facts, sent.text
from alert a
left join lateral (
    select d.payload -> 'data' -> 'text' as text from delivery d
    where d.alert = a.id order by d.created_at desc limit 1
) as sent on true
where a.state <> 'resolved' and (
    a.audience @> array[%(unit)s::text]
    or a.unit in (select code from unit where path @> array[%(unit)s::text])
)
order by array_position(array['critical', 'warning', 'reminder'], a.severity), a.opened_at, a.subject
limit %(limit)s

-- name: take_canary_turn
-- One row if the turn is ours: nobody has taken one for the given interval.
insert into canary (taken_at) values (clock_timestamp())
on conflict (one) do update set taken_at = excluded.taken_at
where canary.taken_at <= excluded.taken_at - %s::interval
returning taken_at

-- name: give_canary_turn_back
update canary set taken_at = '-infinity'
