// One notable event at a time, at least two seconds each.

const DWELL_MS = 6000;

export function rotate(list, paused) {
  if (!list) return;
  const events = [...list.querySelectorAll("[data-event]")];
  let shown = 0;
  setInterval(() => {
    if (paused() || list.matches(":hover, :focus-within")) return;
    const filled = events.filter((event) => event.querySelector("[data-slot]").textContent);
    shown = filled.length ? (shown + 1) % filled.length : 0;
    for (const event of events) event.hidden = event !== filled[shown];
  }, DWELL_MS);
}
