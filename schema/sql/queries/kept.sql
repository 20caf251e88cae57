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
select coalesce(max(sealed_at), 'epoch') from ranking_snapshot

-- name: seals
select row_to_json(ranking_snapshot)::text from ranking_snapshot where sealed_at > %s order by sealed_at

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

-- name: settle_elsewhere
update delivery set done_at = %(now)s, outcome = 'elsewhere'
where done_at is null and channel = 'webhook' and (
    id = any(%(done)s::uuid[])
    or created_at < %(now)s - interval '60 s' and not id = any(%(waiting)s::uuid[])
)
