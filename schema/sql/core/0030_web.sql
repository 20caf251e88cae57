-- What the gateway remembers of itself.

create table listening (
    bin timestamptz primary key           -- begin of 5 minutes in which a gateway could take reports
);
comment on table listening is 'When somebody listened: a bin without arrivals is quiet, or a gap.';
