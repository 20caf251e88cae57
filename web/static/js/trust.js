// A page that has lost its line looks like it: grey at once, a banner with the time of its data.

import { day, time } from "./clock.js";

const words = JSON.parse(document.body.dataset.words);
const banner = document.querySelector("[data-banner]");

// asOf: milliseconds of the newest data on the page, NaN if it never got any
export function tell(lost, asOf) {
  document.documentElement.dataset.feed = lost ? "lost" : "live";
  banner.hidden = !lost;
  banner.querySelector("[data-banner-text]").textContent = lost ? since(words.lost, asOf, true) : "";
  const sentence = document.querySelector("[data-lost-line]");
  if (!sentence) return;
  sentence.hidden = !lost;
  sentence.textContent = lost ? since(words.lost_headline, asOf, false) : "";
}

export function onRetry(act) {
  banner.querySelector("[data-retry]").addEventListener("click", act);
}

function since(text, asOf, seconds) {
  return asOf ? text.replace("{time}", time(asOf, seconds)).replace("{date}", day(asOf)) : words.none;
}
