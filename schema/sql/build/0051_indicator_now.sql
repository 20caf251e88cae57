-- What roll makes of readings and targets, for every scope that is asked for an indicator.

create table indicator_now (
    scope text not null,
    indicator text not null,
    kpi_version bigint not null,
    as_of timestamptz not null,
    state json not null,                  -- schema.strategic.IndicatorNow
    band text not null,                   -- colour at the last day close
    waits text,                           -- the colour that waits for a second close
    sealed date,                          -- the last day close that colours stand on
    primary key (scope, indicator)
);
comment on table indicator_now is 'How every indicator stands in every scope that is asked for it.';
