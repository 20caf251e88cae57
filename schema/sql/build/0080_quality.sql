-- What explains the data quality of a unit: tasks nobody has told of in time, slots that were missed,
-- updates with something noticed.

alter table task add column live smallint not null default 0;  -- in `live`: 0 not at all, 1 stale, 2 fresh
alter table task add column missing text;             -- slots of the window nobody filled, JSON [[period, due], …]

create index task_missing on task (lead) where missing is not null;
create index task_stale on task (lead) where live = 1;
create index update_noticed on update (unit, occurred_at)
where marks is not null or verdict = 'held';
create index update_returned on update (occurred_at) where kind = 'returned';
