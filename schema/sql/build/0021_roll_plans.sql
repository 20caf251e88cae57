-- What the roll draws planned curves from: the milestones of a task as planned, a queue of the tasks
-- whose plan, place in the tree or completion is another one; and the curves for charts.

alter table task add column milestones text;          -- as planned, JSON [[weight 1/1,000, due or null], …]

create view planned_task as
select code, lead, coalesce(programme, '') as programme, coalesce(field, '') as field,
    coalesce(in_charge, '') as in_charge, start, due_0, coalesce(weight, 0) as weight, milestones,
    done_on
from task
where kind = 'one_off' and state not in ('suspended', 'cancelled')
    and lead is not null and start is not null and due_0 is not null;

create table replanned (
    n bigint generated always as identity,
    code text not null
);
comment on table replanned is 'Tasks whose planned curve the roll must draw again; emptied by it.';

create function note_replanned() returns trigger language plpgsql as $$
begin
    execute format('insert into %I.replanned (code) values ($1)', tg_table_schema) using new.code;
    return null;
end
$$;

create trigger task_planned after insert on task for each row
when (new.due_0 is not null)
execute function note_replanned();

create trigger task_replanned after update on task for each row
when ((old.lead, old.programme, old.field, old.in_charge, old.kind, old.weight, old.start,
       old.due_0, old.milestones, old.done_on, old.state in ('suspended', 'cancelled'))
      is distinct from
      (new.lead, new.programme, new.field, new.in_charge, new.kind, new.weight, new.start,
       new.due_0, new.milestones, new.done_on, new.state in ('suspended', 'cancelled')))
execute function note_replanned();

create table plan_curve (
    scope text not null,
    programme text not null default '',
    first date not null,                  -- the earliest start of its leaves
    last date not null,                   -- the latest due_0
    step integer not null,                -- days between two values; the last one is that of `last`
    alike boolean not null,               -- no leaf has a weight: each task counts alike
    planned bigint[] not null,            -- 1/10,000,000 of a weight, or 1/10,000 of a task
    primary key (scope, programme)
);
comment on table plan_curve is 'Planned value of every scope along its time, thinned for a chart.';
