-- The canary (docs/operate.md): when the newest one folded in a partition was sent.

alter table position add column canary timestamptz;
