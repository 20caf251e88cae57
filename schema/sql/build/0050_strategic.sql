-- Readings and targets in force: what the strategic tier is made from. Written by the fold.

create table reading (
    indicator text not null,
    unit text not null,
    period text not null,
    value numeric,
    num numeric,
    den numeric,
    n integer,                            -- size of the ranking it is from
    edition text,
    occurred_at timestamptz not null,
    known_at timestamptz not null,
    source_seq bigint not null,           -- 0 where the source gave none
    update uuid not null,                 -- the update it comes from
    marks text[] not null,
    primary key (indicator, unit, period)
);
comment on table reading is 'Per indicator, unit and period the last accepted reading in order.';

create table target (
    indicator text not null,
    unit text not null,
    day date not null,
    value numeric not null,
    version integer not null,             -- 0 where none was given; only the highest is in force
    shape text not null,                  -- linear, step
    days date[] not null,                 -- of the points on the way there
    values numeric[] not null,            -- of these points
    update uuid not null,                 -- the update it comes from
    primary key (indicator, unit, day)
);
comment on table target is 'Targets in force that were set by updates, with their trajectories.';

create table measured (
    indicator text not null,
    unit text not null,
    partition integer not null,
    stamp bigint not null,                -- next_offset of the transaction that judged it
    primary key (indicator, unit)
);
create index measured_stamp on measured (partition, stamp);
comment on table measured is 'When the readings or targets of an indicator and unit were judged last.';
