"""APScheduler rings bells, late ones once."""

from datetime import timedelta

from alerts.bell import Bell
from alerts.schedule import scheduler


def test_each_bell_has_its_period() -> None:
    bells = {"steps": Bell(), "outbox": Bell(), "gauge": Bell()}
    jobs = {job.args[0]: job for job in scheduler(**bells).get_jobs()}
    periods = {name: jobs[bell].trigger.interval for name, bell in bells.items()}
    assert periods == {
        "steps": timedelta(seconds=10),
        "outbox": timedelta(seconds=1),
        "gauge": timedelta(seconds=2),
    }


async def test_a_late_ring_is_rung_once_however_late() -> None:
    made = scheduler(steps=Bell(), outbox=Bell(), gauge=Bell())
    made.start(paused=True)
    for job in made.get_jobs():
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    made.shutdown(wait=False)


async def test_a_job_only_rings() -> None:
    bell = Bell()
    job, *_ = scheduler(steps=bell, outbox=Bell(), gauge=Bell()).get_jobs()
    await job.func(*job.args)
    await bell.wait()
