"""Stage 2: why nobody is told."""

from datetime import timedelta

from alerts.mute import mute
from alerts.reason import Muted
from schema.alert import Cause
from tests.alerts.builders import BORN, NOW, case, opened, standing


def test_news_is_not_muted() -> None:
    assert mute(case(standing())).muted is None


def test_what_was_before_this_installation_is_history() -> None:
    seen = standing(at=BORN - timedelta(seconds=1))
    assert mute(case(seen, published_at=seen.at)).muted is Muted.HISTORY


def test_what_was_old_when_it_was_published_is_history() -> None:
    seen = standing(at=NOW - timedelta(hours=48, seconds=1))
    assert mute(case(seen, published_at=NOW)).muted is Muted.HISTORY


def test_what_happened_while_we_slept_is_told() -> None:
    night = standing(at=NOW - timedelta(days=3))
    assert mute(case(night, published_at=night.at)).muted is None
    fold_slept = standing(at=NOW - timedelta(hours=9))
    assert mute(case(fold_slept, published_at=NOW)).muted is None


def test_a_new_method_opens_no_old_alerts_aloud() -> None:
    assert mute(case(standing(cause=Cause.METHOD))).muted is Muted.METHOD


def test_ticks_are_never_muted() -> None:
    assert mute(case(before=opened())).muted is None
