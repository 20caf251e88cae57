-- A second site: born a standby that follows the first one's log, made the first by promotion.

alter table installation
    add column standby boolean not null default false,      -- follows another site: its log is a mirror
    add column fenced_at timestamptz,                       -- from then on no mirror may write to this log
    add column promoted_at timestamptz;                     -- when the standby became the first site

create index delivery_done on delivery (done_at) where done_at is not null;
comment on column delivery.outcome is
    'sent, gone (410), disabled, expired, overtaken (resolved before it went), elsewhere (the first site sent it).';
