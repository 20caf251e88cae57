// The finder of a heat table: dims what does not match, with or without marks.

export function sieve(field, table) {
  field?.addEventListener("input", () => {
    const asked = plain(field.value.trim());
    for (const place of table.querySelectorAll("[data-name]")) {
      place.classList.toggle("dimmed", asked !== "" && !plain(place.dataset.name).includes(asked));
    }
  });
}

export function plain(text) {
  return text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
}
