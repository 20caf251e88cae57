-- What roll makes of the leaves: the KPI states of every scope.

create table roll_state (
    one boolean primary key default true check (one),
    kpi_version bigint not null default 0,
    day date                              -- the last local day closed in kpi_day
);
insert into roll_state (kpi_version) values (0);
comment on table roll_state is 'One row: the counter of published versions and the last closed day.';

create table kpi_now (
    scope text not null,
    programme text not null default '',   -- '' : all programmes
    kpi_version bigint not null,
    as_of timestamptz not null,
    state json not null,                  -- schema.kpi.KpiState
    primary key (scope, programme)
);
create index kpi_now_version on kpi_now (kpi_version);
comment on table kpi_now is 'The newest KPI state of every scope and programme.';

create table kpi_day (
    scope text not null,
    programme text not null default '',
    day date not null,                    -- values at the end of this local day
    version integer not null,
    known_from timestamptz not null,
    counts bigint[] not null,             -- in the order of schema.measures
    causes uuid[],                        -- updates that restated this day (version > 1)
    primary key (scope, programme, day, version)
);
create index kpi_day_day on kpi_day (day);
comment on table kpi_day is 'Day closes of every scope, only where they differ from the day before; append-only.';

create table kpi_history (
    scope text not null,
    programme text not null default '',
    at timestamptz not null,
    kpi_version bigint not null,
    counts bigint[] not null
);
create index kpi_history_scope on kpi_history (scope, programme, at desc);
create index kpi_history_at on kpi_history (at);
comment on table kpi_history is 'Published values through the day (hypertable where TimescaleDB is there).';
