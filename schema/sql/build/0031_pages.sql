-- What pages ask of the tables of the fold.

create index report_unit on report (unit, received_at desc);
