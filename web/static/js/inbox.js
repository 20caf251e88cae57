// A unit's inbox: told over the line that something changed, it fetches its list anew.

import { clock } from "./clock.js";
import { Line } from "./line.js";

const inbox = document.querySelector("[data-inbox]");
let fetching = null;
let again = false;

new Line({
  address: () => `/live?inbox=${encodeURIComponent(inbox.dataset.inbox)}&lang=${document.documentElement.lang}`,
  onFrame: (frame) => {
    clock.heard(frame.ts);
    if (frame.t !== "h") refresh();
  },
  onSilence: (silent) => { document.documentElement.dataset.feed = silent ? "lost" : "live"; },
});

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
