-- name: lock
select pg_advisory_xact_lock(hashtext('nhip.catalogue'))

-- name: by_hash
select version from catalogue where hash = %s

-- name: newest
select max(version) from catalogue

-- name: insert
insert into catalogue (version, hash, body) values (%s, %s, %s::jsonb)

-- name: body
select version, body::text from catalogue where version = %s

-- name: newest_body
select version, body::text from catalogue order by version desc limit 1

-- name: forget_units
delete from unit

-- name: copy_units
copy unit (code, kind, name_vi, short_vi, name_en, parent, top, path, league, valid_from, valid_to, sort_key)
from stdin
