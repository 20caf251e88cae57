-- What each unit sent on a local day, beside the bins: the roll follows it by stamp, as it does leaves.
-- No index on the stamp: a day's rows are found by the key, and they stay in place when they grow.

create table arrival_day (
    partition integer not null,
    unit text not null,                   -- the unit that reported
    day date not null,                    -- local day of received_at
    updates integer not null,
    automatic integer not null,           -- of these by connector
    lag_s bigint not null,                -- sum of received - occurred, seconds, not below 0
    stamp bigint not null,                -- next_offset of the transaction that wrote it
    primary key (day, partition, unit)
);
alter table arrival_day set (fillfactor = 70);
comment on table arrival_day is 'Sums of arrival by local day: a row bears the stamp of the transaction that moved it last.';

insert into arrival_day (partition, unit, day, updates, automatic, lag_s, stamp)
select a.partition, a.unit, (a.bin at time zone 'Asia/Ho_Chi_Minh')::date,
    sum(a.updates), sum(a.automatic), sum(a.lag_s), max(p.next_offset)
from arrival a join position p on p.partition = a.partition
group by 1, 2, 3;
