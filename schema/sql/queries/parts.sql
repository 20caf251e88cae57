-- What figures are made of: lists of tasks, updates, readings and difficulties, in pages by keyset.
-- A scope is given as `leads` (null: any), `field` and `posts` (web/facts/reach.py).

-- name: tasks
select t.code, t.title, t.lead, t.state, t.sign, t.kind, t.start, t.due, t.progress,
       t.last_report_at, t.last_urged_at, t.urge_answered, t.secrecy, t.programme,
       t.due_0, t.done_on, t.weight, coalesce(t.state_0, t.state),
       t.state = any(%(in_states)s::text[])
       and (%(in_states_0)s::text[] = '{}'
            or coalesce(t.state_0, t.state) = any(%(in_states_0)s::text[]))
       and (%(in_signs)s::text[] = '{}' or t.sign = any(%(in_signs)s::text[]))
       and (not %(in_reported)s or t.progress is not null)
from task t
where (%(leads)s::text[] is null or t.lead = any(%(leads)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(within)s::text[] is null or t.lead = any(%(within)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
  and t.state = any(%(states)s::text[])
  and (%(states_0)s::text[] = '{}' or coalesce(t.state_0, t.state) = any(%(states_0)s::text[]))
  and (%(signs)s::text[] = '{}' or t.sign = any(%(signs)s::text[]))
  and (not %(reported)s or t.progress is not null)
  and (%(due_from)s::date is null
       or t.kind = 'one_off' and t.due between %(due_from)s and %(due_to)s)
  and (%(after_code)s = ''
       or (coalesce(t.due, '9999-12-31'), t.code) > (%(after_due)s::date, %(after_code)s))
order by coalesce(t.due, '9999-12-31'), t.code
limit %(most)s

-- name: count_tasks
select count(*)::bigint,
       count(*) filter (
           where t.state = any(%(in_states)s::text[])
             and (%(in_states_0)s::text[] = '{}'
                  or coalesce(t.state_0, t.state) = any(%(in_states_0)s::text[]))
             and (%(in_signs)s::text[] = '{}' or t.sign = any(%(in_signs)s::text[]))
             and (not %(in_reported)s or t.progress is not null)
       )::bigint,
       coalesce(sum(t.weight), 0)::bigint,
       coalesce(sum(t.weight) filter (where t.progress is not null), 0)::bigint,
       coalesce(sum(t.weight * t.progress), 0)::bigint,
       coalesce(sum(t.progress), 0)::bigint
from task t
where (%(leads)s::text[] is null or t.lead = any(%(leads)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(within)s::text[] is null or t.lead = any(%(within)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
  and t.state = any(%(states)s::text[])
  and (%(states_0)s::text[] = '{}' or coalesce(t.state_0, t.state) = any(%(states_0)s::text[]))
  and (%(signs)s::text[] = '{}' or t.sign = any(%(signs)s::text[]))
  and (not %(reported)s or t.progress is not null)
  and (%(due_from)s::date is null
       or t.kind = 'one_off' and t.due between %(due_from)s and %(due_to)s)

-- name: difficulties
select d.raised_on, d.task, d.difficulty, t.title, t.secrecy, d.lead, d.type, d.text, d.asked_of,
       d.answer_due
from difficulty d left join task t on t.code = d.task
where d.answered_on is null
  and (%(type)s = '' or d.type = %(type)s)
  and (%(asked_of)s = '' or d.asked_of = %(asked_of)s)
  and (%(leads)s::text[] is null or d.lead = any(%(leads)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
  and (%(after_code)s = '' or (d.raised_on, d.task, d.difficulty)
       > (%(after_day)s::date, %(after_code)s, %(after_more)s))
order by d.raised_on, d.task, d.difficulty
limit %(most)s

-- name: count_difficulties
select count(*)::bigint, count(distinct d.lead)::bigint
from difficulty d left join task t on t.code = d.task
where d.answered_on is null
  and (%(type)s = '' or d.type = %(type)s)
  and (%(asked_of)s = '' or d.asked_of = %(asked_of)s)
  and (%(leads)s::text[] is null or d.lead = any(%(leads)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)

-- name: updates
-- `by_task`: updates about the tasks of a scope, else those its units sent, each once: of a nil report
-- about several subjects there is a row a subject, the first under the id it was sent with; of one
-- subject its own row.
select p.received_at, p.id::text, p.kind, p.subject, t.title, t.secrecy, p.unit, p.channel,
       p.source, p.occurred_at, p.known_at, p.verdict, p.reason, p.marks, p.report::text,
       r.partition, r.log_offset
from update p
left join task t on t.code = p.subject
left join lateral (
    select partition, log_offset from report
    where id = p.report and updates @> array[p.id] order by part limit 1
) r on true
where p.received_at >= %(begin)s and p.received_at < %(end)s
  and (%(subject)s = '' or p.subject = %(subject)s)
  and (%(channel)s = '' or p.channel = %(channel)s)
  and (%(leads)s::text[] is null
       or case when %(by_task)s then t.lead else p.unit end = any(%(leads)s::text[]))
  and (%(within)s::text[] is null
       or case when %(by_task)s then t.lead else p.unit end = any(%(within)s::text[]))
  and case when %(by_task)s then t.code is not null
           else p.kind <> 'slot.nil' or %(subject)s <> '' or p.body ->> 'id' = p.id::text end
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
  and (%(leaf)s::text[] = '{}' or %(leaf)s::text[]
       = array[t.lead, coalesce(t.programme, ''), coalesce(t.plan, ''), coalesce(t.objective, ''),
               coalesce(t.field, ''), coalesce(t.in_charge, '')])
  and (%(after_code)s = '' or (p.received_at, p.id) < (%(after_at)s::timestamptz, %(after_id)s::uuid))
order by p.received_at desc, p.id desc
limit %(most)s

-- name: count_updates
select count(*)::bigint, count(distinct p.unit)::bigint
from update p
left join task t on t.code = p.subject
where p.received_at >= %(begin)s and p.received_at < %(end)s
  and (%(subject)s = '' or p.subject = %(subject)s)
  and (%(channel)s = '' or p.channel = %(channel)s)
  and (%(leads)s::text[] is null
       or case when %(by_task)s then t.lead else p.unit end = any(%(leads)s::text[]))
  and (%(within)s::text[] is null
       or case when %(by_task)s then t.lead else p.unit end = any(%(within)s::text[]))
  and case when %(by_task)s then t.code is not null
           else p.kind <> 'slot.nil' or %(subject)s <> '' or p.body ->> 'id' = p.id::text end
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
  and (%(leaf)s::text[] = '{}' or %(leaf)s::text[]
       = array[t.lead, coalesce(t.programme, ''), coalesce(t.plan, ''), coalesce(t.objective, ''),
               coalesce(t.field, ''), coalesce(t.in_charge, '')])

-- name: turns
select h.at, h.subject, h.version, t.title, t.secrecy, t.lead, h.state_from, h.state_to,
       h.sign_from, h.sign_to, h.reason, h.cause::text
from standing_history h join task t on t.code = h.subject
where h.at >= %(begin)s and h.at < %(end)s
  and (%(leads)s::text[] is null or t.lead = any(%(leads)s::text[]))
  and (%(within)s::text[] is null or t.lead = any(%(within)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
  and (%(leaf)s::text[] = '{}' or %(leaf)s::text[]
       = array[t.lead, coalesce(t.programme, ''), coalesce(t.plan, ''), coalesce(t.objective, ''),
               coalesce(t.field, ''), coalesce(t.in_charge, '')])
  and (%(after_code)s = '' or (h.at, h.subject, h.version)
       < (%(after_at)s::timestamptz, %(after_code)s, %(after_version)s::bigint))
order by h.at desc, h.subject desc, h.version desc
limit %(most)s

-- name: count_turns
select count(*)::bigint, count(*) filter (where h.cause is null)::bigint
from standing_history h join task t on t.code = h.subject
where h.at >= %(begin)s and h.at < %(end)s
  and (%(leads)s::text[] is null or t.lead = any(%(leads)s::text[]))
  and (%(within)s::text[] is null or t.lead = any(%(within)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
  and (%(leaf)s::text[] = '{}' or %(leaf)s::text[]
       = array[t.lead, coalesce(t.programme, ''), coalesce(t.plan, ''), coalesce(t.objective, ''),
               coalesce(t.field, ''), coalesce(t.in_charge, '')])

-- name: readings
select r.indicator, r.unit, r.period, r.value, r.num, r.den, r.n, r.edition, r.occurred_at,
       r.known_at, r.marks, p.received_at, p.unit, p.channel, p.source, p.verdict, p.id::text,
       p.report::text, o.partition, o.log_offset
from reading r
left join update p on p.id = r.update
left join lateral (
    select partition, log_offset from report
    where id = p.report and updates @> array[p.id] order by part limit 1
) o on true
where r.indicator = any(%(indicators)s::text[])
  and (%(leads)s::text[] is null or r.unit = any(%(leads)s::text[]))
  and (%(after_code)s = '' or (r.indicator, r.unit, r.period)
       > (%(after_code)s, %(after_unit)s, %(after_period)s))
order by r.indicator, r.unit, r.period
limit %(most)s

-- name: count_readings
select count(*)::bigint, count(distinct r.indicator)::bigint
from reading r
where r.indicator = any(%(indicators)s::text[])
  and (%(leads)s::text[] is null or r.unit = any(%(leads)s::text[]))
