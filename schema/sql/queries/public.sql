-- What the public may see is decided from these. Counts first: a secret known by now is counted.

-- name: counts
select scope, kpi_version, as_of, (state -> 'counts')::text from kpi_now where programme = ''

-- name: secret_leads
select distinct lead from task where secrecy <> 'none' and lead is not null
