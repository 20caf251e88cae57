// A tile whose columns or rows are others now (midnight, a new catalogue): fetched anew, alone.

let fetching = false;

export async function refresh(tiles, figures) {
  if (fetching) return;
  fetching = true;
  try {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const tile of tiles) {
      const next = fresh.getElementById(tile.id);
      if (next) exchange(tile, document.adoptNode(next));
    }
    figures.index();
  } finally {
    fetching = false;
  }
}

// charts are alive: they move over into the new tile
function exchange(tile, next) {
  for (const chart of tile.querySelectorAll("[data-chart]")) {
    next.querySelector(`[data-chart="${CSS.escape(chart.dataset.chart)}"]`)?.replaceWith(chart);
  }
  tile.replaceWith(next);
}
