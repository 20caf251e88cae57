-- The tiers that are no sums, as they stood at each day close and beside each value of the history.

create table kpi_shelf (
    shelf integer not null,               -- schema.close.shelf_of a scope
    day date not null,                    -- tiers at the end of this local day
    known_from timestamptz not null,
    body bytea not null,                  -- schema.close.Shelf, packed
    primary key (shelf, day)
);
comment on table kpi_shelf is 'Operational and strategic tiers at day closes, many scopes a row, only where any differs; append-only.';

alter table kpi_history add column tiers json;
comment on column kpi_history.tiers is 'schema.close.Tiers at that instant';
