-- What happened on a local day: the fold adds to it and takes from it under the position's lock.

create table flow_day (
    partition integer not null,
    unit text not null,                   -- lead in force of the task, or the unit that reported
    programme text not null default '',   -- '' for what is of no task
    field text not null default '',
    in_charge text not null default '',
    day date not null,
    counts bigint[] not null,             -- in the order of schema.flows, zeros at the end left out
    stamp bigint not null,                -- next_offset of the transaction that wrote it
    primary key (partition, day, unit, programme, field, in_charge)
);
create index flow_day_stamp on flow_day (partition, stamp);
comment on table flow_day is 'Flows of local days: changed in place, always the sum over all tasks and updates; a row that became empty stays.';
