-- Forecasts in force, a row for each open task that has one. Apart from `task`: the nightly evaluation
-- of every open task then writes narrow rows only, and reports write none here.

create table forecast (
    task text primary key,
    partition integer not null,
    day date not null,                    -- the local day it was evaluated for
    updates integer not null,             -- number of updates of the task it stands on
    finish_p10 date not null,
    finish_p50 date not null,
    finish_p90 date not null,
    p_late integer not null,              -- P(finish > due), 1/10,000
    ground text not null,                 -- reports, silent, prior
    reports integer not null,             -- days with a report it goes by; 0: not enough to tell anybody
    first date,                           -- the first and the last of these days
    last date
);
create index forecast_partition on forecast (partition);
comment on table forecast is 'Of each open task, when it will be done and how likely that is too late.';

alter table forecast set (fillfactor = 70);
