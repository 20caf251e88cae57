// The headline as it travels: parts of {text, href, figure}; numbers become links and figures.

export function sentence(element, parts) {
  element.replaceChildren(...parts.map(piece));
}

export function clauses(list, all) {
  list.replaceChildren(...all.map((parts) => {
    const item = document.createElement("li");
    sentence(item, parts);
    return item;
  }));
}

function piece({ text, href, figure }) {
  const inner = document.createElement("span");
  inner.textContent = text;
  if (figure) {
    inner.className = "n";
    inner.dataset.figure = figure;
    inner.dataset.state = "";
    inner.dataset.coverage = "1";
  } else {
    inner.dataset.text = "";
  }
  return href ? link(href, inner) : inner;
}

function link(href, inner) {
  const anchor = document.createElement("a");
  anchor.setAttribute("href", href.startsWith("/") || href.startsWith("#") ? href : "#");
  anchor.append(inner);
  return anchor;
}
