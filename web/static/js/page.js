// What every page does: a ticking clock, choices that submit themselves, a menu that closes.

import "./clock.js";

for (const select of document.querySelectorAll("[data-submits]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
for (const menu of document.querySelectorAll("details.menu")) {
  addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  addEventListener("keydown", (event) => { if (event.key === "Escape") menu.open = false; });
}

// boards opened on this machine can be read without a network, marked with their time
navigator.serviceWorker?.register("/offline.js").catch(() => {});
