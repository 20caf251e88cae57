-- Closed days that are worth something else since something was told late: the leaves' part.

alter table position add column began date;
comment on column position.began is 'the local day its clock began on: no earlier one is ever closed';
update position p set began = coalesce(
    (select min(d.day) from partial_day d where d.partition = p.partition),
    (p.clock at time zone 'Asia/Ho_Chi_Minh')::date
);

create table restated (
    partition integer not null,
    lead text not null,
    programme text not null,
    plan text not null default '',
    objective text not null default '',
    field text not null default '',
    in_charge text not null default '',
    task text not null,
    why text not null,                    -- verdict, correction, revision, late, early, again, method
    updates text[] not null,              -- the updates that say so; empty: a new catalogue
    known_from timestamptz not null,      -- log time
    known_on date not null,               -- the partition's local day then
    first date not null,                  -- the first day that is another one
    steps json not null,                  -- [[day, {measure: difference}], …]: from each day on
    stamp bigint not null                 -- next_offset of the transaction that wrote it
);
create index restated_seen on restated (partition, known_on, stamp);
create index restated_lead on restated (lead, known_from);
create index restated_task on restated (task, known_from);
comment on table restated is 'By how much a leaf differs on closed days from what was known at their close; append-only.';

-- How far the roll has brought this into kpi_day.
create table restated_upto (
    partition integer primary key,
    known_on date not null,
    stamp bigint not null
);
comment on table restated_upto is 'Up to where restatements of leaves are in kpi_day.';

