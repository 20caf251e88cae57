-- The state a task would have by its original due date (Q22): what lists of tasks judged by it hold.

alter table task add column state_0 text;             -- null: as `state`, until it is folded again
