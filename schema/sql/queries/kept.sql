-- What the first site has in SQL alone, for the standby. Tables go as JSON.

-- name: partitions
select partitions from installation

-- name: born
select created_at from installation

-- name: be_born
update installation set created_at = %(born)s where created_at > %(born)s

-- name: newest_version
select coalesce(max(version), 0) from catalogue

-- name: versions
select version, body::text from catalogue where version > %s order by version

-- name: keys
select coalesce(json_agg(api_key order by name), '[]')::text from api_key

-- name: forget_keys
delete from api_key

-- name: put_keys
insert into api_key select * from json_populate_recordset(null::api_key, %s::json)

-- name: webhooks
select coalesce(json_agg(webhook order by id), '[]')::text from webhook

-- name: forget_webhooks
delete from webhook

-- name: put_webhooks
insert into webhook select * from json_populate_recordset(null::webhook, %s::json)

-- name: newest_seal
-- By the day, not by when it was sealed: a day's tables are sealed at one instant, and a copying that was
-- cut off may have brought some of them.
select coalesce(max(day)::text, '-infinity') from ranking_snapshot

-- name: seals
select row_to_json(ranking_snapshot)::text from ranking_snapshot where day >= %s::date order by day, league

-- name: put_seal
insert into ranking_snapshot select * from json_populate_record(null::ranking_snapshot, %s::json)
on conflict do nothing

-- name: volumes
select coalesce(json_agg(ranking_volume), '[]')::text from ranking_volume

-- name: put_volumes
insert into ranking_volume select * from json_populate_recordset(null::ranking_volume, %s::json)
on conflict do nothing

-- name: waiting
select array_agg(id) from delivery where done_at is null and channel = 'webhook'

-- name: done
select array_agg(id) from delivery
where channel = 'webhook' and done_at > (select max(done_at) from delivery) - interval '5 minutes'

-- name: judges
-- Whether what was told a minute ago has been judged: folded, relayed and read by alerts, as heartbeats say.
select coalesce(
    bool_or(role = 'fold') and bool_or(role = 'alerts' and detail ->> 'duty' = 'at work')
    and bool_and(ready and coalesce((detail ->> 'lag')::bigint, 0) <= 100
        and coalesce((detail ->> 'unsent_s')::float8, 0) < 30), false)
from process where role in ('fold', 'alerts') and at > clock_timestamp() - interval '10 s'

-- name: settle_elsewhere
-- What the first site has sent; and what it never made, though it has judged all there was to judge.
update delivery set done_at = %(now)s, outcome = 'elsewhere'
where done_at is null and channel = 'webhook' and (
    id = any(%(done)s::uuid[])
    or %(judges)s and created_at < %(now)s - interval '60 s' and not id = any(%(waiting)s::uuid[])
)
