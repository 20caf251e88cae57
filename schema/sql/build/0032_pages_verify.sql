-- What waits for the assigning side: claims that nobody has judged yet.

create index task_assigned_by on task (assigned_by) where claimed_on is not null and done_on is null;
