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
select d.task, t.title, t.secrecy, d.lead, d.type, d.text, d.asked_of, d.raised_on, d.answer_due,
       d.difficulty, count(*) over ()::bigint, (select count(distinct o.lead) from difficulty o
           left join task ot on ot.code = o.task
           where o.answered_on is null
             and (%(type)s = '' or o.type = %(type)s)
             and (%(asked_of)s = '' or o.asked_of = %(asked_of)s)
             and (%(leads)s::text[] is null or o.lead = any(%(leads)s::text[]))
             and (%(field)s = '' or ot.field = %(field)s)
             and (%(posts)s::text[] = '{}' or ot.in_charge = any(%(posts)s::text[]))
             and (%(programme)s = '' or ot.programme = %(programme)s))
from difficulty d left join task t on t.code = d.task
where d.answered_on is null
  and (%(type)s = '' or d.type = %(type)s)
  and (%(asked_of)s = '' or d.asked_of = %(asked_of)s)
  and (%(leads)s::text[] is null or d.lead = any(%(leads)s::text[]))
  and (%(field)s = '' or t.field = %(field)s)
  and (%(posts)s::text[] = '{}' or t.in_charge = any(%(posts)s::text[]))
  and (%(programme)s = '' or t.programme = %(programme)s)
order by d.raised_on, d.task, d.difficulty
limit %(most)s
