-- name: lock
select pg_advisory_lock(hashtext(%s))

-- name: unlock
select pg_advisory_unlock(hashtext(%s))

-- name: ledger
create table if not exists migration (
    target text not null,
    number integer not null,
    name text not null,
    hash text not null,
    applied_at timestamptz not null default now(),
    primary key (target, number)
)

-- name: applied
select number, name, hash from migration where target = %s order by number

-- name: record
insert into migration (target, number, name, hash) values (%s, %s, %s, %s)

-- name: active_build
select build from build where active

-- name: first_build
insert into build (build, active, reason) values (1, true, 'first') on conflict do nothing

-- name: installation
select partitions, cluster_id from installation

-- name: found_installation
insert into installation (partitions, cluster_id, standby) values (%s, %s, %s)
on conflict (one) do update set cluster_id = coalesce(installation.cluster_id, excluded.cluster_id)
returning partitions, cluster_id

-- name: first_positions
insert into position (partition) select generate_series(0, %s - 1) on conflict do nothing

-- name: extension
select extversion from pg_extension where extname = 'timescaledb'

-- name: available
-- Installed on the server and loaded at its start: creating it there without the second ends the
-- session. The setting is the loader's.
select default_version from pg_available_extensions
where name = 'timescaledb' and current_setting('timescaledb.disable_load', true) is not null

-- name: create_extension
-- In a schema that is always there, and is not ours to drop.
create extension if not exists timescaledb with schema public

-- name: licence
select current_setting('timescaledb.license', true)

-- name: columnstore
select 'yes' from timescaledb_information.hypertables
where hypertable_schema = %s and hypertable_name = 'kpi_history' and compression_enabled

-- name: server
select current_setting('server_version')

-- name: make_schema
create schema if not exists {}

-- name: search
set search_path to {}

-- name: drop_view
drop view if exists {}

-- name: make_view
create view {} as select * from {}

-- name: tables
select tablename from pg_tables where schemaname = %s order by tablename

-- name: key_names
select name from api_key

-- name: add_key
-- One after the other: both its columns are unique, and only one of them can be the one in conflict.
with turn as materialized (select pg_advisory_xact_lock(hashtext('api_key')))
insert into api_key (hash, name, units)
select %s::bytea, %s::text, %s::text[] from turn
on conflict (name) do update set hash = excluded.hash, units = excluded.units, revoked_at = null
