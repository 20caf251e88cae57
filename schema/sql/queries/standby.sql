-- name: stands_by
select standby from installation

-- name: may_mirror
select standby and fenced_at is null from installation

-- name: told
select standby, fenced_at, promoted_at from installation

-- name: try_mirror
select pg_try_advisory_lock(hashtext(%s))

-- name: await_mirror
select pg_advisory_lock(hashtext(%s))

-- name: fence
update installation set fenced_at = coalesce(fenced_at, now())

-- name: promote
update installation set standby = false, promoted_at = now() where standby
