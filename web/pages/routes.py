"""Every page and its twin, on one screen."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from web.pages.alerts import Alerts
from web.pages.board import Boards
from web.pages.find import Finder
from web.pages.history import Histories
from web.pages.listings import FORMS, Listings
from web.pages.programmes import Programmes
from web.pages.public_site import PublicSite, home
from web.pages.ranking import Rankings
from web.pages.report import ReportForm
from web.pages.restated import Restated
from web.pages.tasks import MOST, Tasks, older
from web.pages.unit import Work
from web.pages.units import Units
from web.pages.viewer import Viewer
from web.pages.wall import Walls
from web.pages.why import Reasons
from web.site import Site


def routes(site: Site) -> list[BaseRoute]:
    """The pages of a site; twins come before the pages whose address they extend.

    First of all the site of the public, who get no further.
    """
    boards, work, rankings = Boards(site), Work(site), Rankings(site)
    alerts, programmes, tasks = Alerts(site), Programmes(site), Tasks(site)
    lists, reasons, restated = Listings(site), Reasons(site), Restated(site)
    return [
        PublicSite(site),
        Route("/", home),
        Route("/boards/{scope}.json", boards.twin),
        Route("/boards/{scope}", boards.page),
        *(Route(f"/boards/{{scope}}/tasks{form}", tasks.page) for form in MOST),
        *(
            Route(f"/boards/{{scope}}/{name}{form}", getattr(lists, name))
            for name in ("updates", "turns", "difficulties", "readings")
            for form in FORMS
        ),
        *(Route(f"/boards/{{scope}}/units{form}", Units(site).page) for form in FORMS),
        Route("/boards/{scope}/restated.json", restated.page),
        Route("/boards/{scope}/restated", restated.page),
        Route("/boards/{scope}/history.json", Histories(site).twin),
        Route("/boards/{scope}/windows", boards.windows),
        Route("/boards/{scope}/events", boards.events),
        *(Route(f"/boards/{{scope}}/why{form}", reasons.page) for form in FORMS),
        Route("/units/{code}.json", work.unit),
        Route("/units/{code}", work.unit),
        Route("/tasks.json", older),
        Route("/tasks", older),
        Route("/tasks/{code}.json", work.task),
        Route("/tasks/{code}", work.task),
        Route("/report", ReportForm(site).page),
        Route("/ranking.json", rankings.twin),
        Route("/ranking.csv", rankings.table),
        Route("/ranking", rankings.page),
        Route("/alerts.json", alerts.page),
        Route("/alerts", alerts.page),
        Route("/wall/{playlist}.json", Walls(site).page),
        Route("/wall/{playlist}", Walls(site).page),
        Route("/programmes.json", programmes.page),
        Route("/programmes", programmes.page),
        Route("/method", programmes.method),
        Route("/find", Finder(site).page),
        Route("/viewer", Viewer(site).choose, methods=["POST"]),
    ]
