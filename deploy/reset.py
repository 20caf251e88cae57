"""`make reset`: forget the local data. Called by `__main__`."""

import shutil

from deploy.errors import CannotStart
from deploy.places import Places
from deploy.progress import Progress
from deploy.services import alone


def reset(places: Places, progress: Progress) -> None:
    """Delete the data directory; refuses while an instance runs or when it is not ours."""
    if not places.data.exists():
        progress.step("reset", f"nothing at {places.data}")
        return
    if not places.lock_file.exists():
        raise CannotStart(
            f"expected a data directory of ours, got {places.data} without the file `lock`;"
            " delete it yourself if you mean it"
        )
    with alone(places):
        shutil.rmtree(places.data)
    progress.step("reset", f"forgot {places.data}")
