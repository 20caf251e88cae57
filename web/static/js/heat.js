// The order of a heat table: worst first by the measure on show, or by name.
//
// Cells move when the reader chooses and, while nobody is in the table, at most every ten seconds.

const CALM_MS = 10_000;
const LESS_IS_WORSE = new Set(["on_time_rate", "dq"]);

export function heat(root) {
  let sorted = -Infinity;
  root.addEventListener("change", (event) => event.target.matches('[name="order"], [name="measure"]') && sort());
  setInterval(() => {
    const table = root.querySelector("[data-heat]");
    if (table && performance.now() - sorted >= CALM_MS && !table.matches(":hover, :focus-within")) sort();
  }, CALM_MS);

  function sort() {
    const table = root.querySelector("[data-heat]");
    if (!table) return;
    sorted = performance.now();
    const rank = chosen(root, "order") === "name" ? () => 0 : worse(chosen(root, "measure"));
    const cells = [...table.children];
    const order = cells.map((cell) => [rank(cell), Number(cell.dataset.alphabet), cell]).sort(([a, m], [b, n]) => a - b || m - n);
    if (order.some(([, , cell], n) => cell !== cells[n])) table.append(...order.map(([, , cell]) => cell));
  }
}

function chosen(root, name) {
  return root.querySelector(`[name="${name}"]:checked`)?.value;
}

// cell → a number, the worst least; what is not known comes last
function worse(measure) {
  const sign = LESS_IS_WORSE.has(measure) ? 1 : -1;
  return (cell) => {
    const figure = cell.querySelector(`.m.${measure}[data-figure], .m.${measure} [data-figure]`);
    const value = JSON.parse(figure?.dataset.value || "null");
    return value === null ? Infinity : sign * value;
  };
}
