-- Versions of a scope's days: how many updates caused one, of which `causes` names some.

alter table kpi_day add column caused integer not null default 0;
comment on column kpi_day.caused is 'how many updates restated this day; causes names the first 20';
create index kpi_day_again on kpi_day (scope, programme, known_from) where version > 1;
