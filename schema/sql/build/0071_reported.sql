-- Which reports count: those of which at least one update is in force.

create table reported (
    report uuid not null,
    partition integer not null,
    unit text not null,                   -- the unit that reported
    day date not null,                    -- local day of reported_at, as it counts (Q10)
    updates integer not null,             -- of it in force in this partition; 0: none any more
    primary key (report, unit, day, partition)
);
create index reported_unit on reported (unit, day);
comment on table reported is 'How many updates of each report are in force: a report with none is none (Q83).';
