// A page that has lost its line looks like it: grey at once, a banner with the time of its data. One
// whose line works but brings nothing that was sent just now says so, and stays as it is.

import { day, time } from "./clock.js";

const words = JSON.parse(document.body.dataset.words);
const banner = document.querySelector("[data-banner]");

// asOf: milliseconds of the newest data on the page, NaN if it never got any
// feed: live, late or lost
export function tell(feed, asOf) {
  const lost = feed === "lost";
  document.documentElement.dataset.feed = feed;
  banner.hidden = feed === "live";
  banner.querySelector("[data-banner-text]").textContent = lost ? since(words.lost, asOf, true) : feed === "late" ? words.late : "";
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
