-- What only the Community edition of TimescaleDB has: histories become columns when they are two
-- months old, and values within a day are dropped when nobody may ask for them any more (400 days, kept
-- complete by roll's carrying, and a chunk beyond).
alter table kpi_history set (
    timescaledb.enable_columnstore,
    timescaledb.segmentby = 'scope, programme',
    timescaledb.orderby = 'at desc'
);
call add_columnstore_policy('kpi_history', after => interval '60 days');
select add_retention_policy('kpi_history', drop_after => interval '440 days');

alter table standing_history set (
    timescaledb.enable_columnstore,
    timescaledb.segmentby = 'partition',
    timescaledb.orderby = 'subject, version'
);
call add_columnstore_policy('standing_history', after => interval '60 days');
