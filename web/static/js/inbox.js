// A unit's inbox: told over the line that something changed, it fetches its list anew.

import { clock } from "./clock.js";
import { Line } from "./line.js";
import { onRetry, tell } from "./trust.js";

const inbox = document.querySelector("[data-inbox]");
let fetching = null;
let again = false;
let heardAt = NaN;

const line = new Line({
  address: () => `/live?inbox=${encodeURIComponent(inbox.dataset.inbox)}&lang=${document.documentElement.lang}`,
  onFrame: (frame) => {
    clock.heard(frame.ts);
    heardAt = clock.now();
    if (frame.t !== "h") refresh();
  },
  onSilence: (silent) => tell(silent ? "lost" : "live", heardAt),
});
onRetry(() => line.retry());

async function refresh() {
  if (fetching) { again = true; return; }
  fetching = fetch(location.href).then((answer) => answer.text()).then(replace).catch(() => {});
  await fetching;
  fetching = null;
  if (again) { again = false; refresh(); }
}

function replace(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const selector of ["#inbox > ul", ".intro .lead"]) {
    const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (old && next) old.replaceWith(document.adoptNode(next));
  }
}
