// The sheet behind each button Đôn đốc: date of the answer, a ready sentence, sent as a report.

import { clock, date } from "./clock.js";
import { reportOf, send } from "./report.js";

const ANSWER_DAYS = 5;
const DAY_MS = 86_400_000;

export function urgeSheet(figures) {
  const sheet = document.querySelector("[data-urge-sheet]");
  if (!sheet) return;
  const form = sheet.querySelector("form");
  const receipt = sheet.querySelector("[data-receipt]");
  let row = null;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-urge]");
    if (!button) return;
    row = rowOf(button);
    sheet.querySelector("[data-urge-subject]").textContent = `${row.title} — ${row.lead_name}`;
    form.answer_due.value = date(clock.now() + ANSWER_DAYS * DAY_MS);
    receipt.textContent = "";
    sheet.showModal();
  });

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "send") return;
    event.preventDefault();
    event.submitter.disabled = true;
    const update = { kind: "urged", subject: row.task, to: row.lead, answer_due: form.answer_due.value, text: form.text.value };
    const report = reportOf({ unit: sheet.dataset.unit, actor: sheet.dataset.actor, now: clock.iso(), updates: [update] });
    const settled = await send(report, (text) => { receipt.textContent = text; });
    event.submitter.disabled = false;
    if (settled) setTimeout(() => sheet.close(), 1500);
  });

  function rowOf(button) {
    const at = button.dataset.urge;
    const read = (key) => figures.get(`~${at}${key}`)?.text ?? document.querySelector(`[data-slot="${CSS.escape(at + key)}"]`)?.textContent ?? button.dataset[key];
    return { task: read("task"), lead: read("lead_code"), title: read("title"), lead_name: read("lead") };
  }
}
