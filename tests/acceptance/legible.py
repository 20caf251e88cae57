"""Text that cannot be read where it stands: cut without a sign that it goes on, or too small.

A cut that says so (an ellipsis, a clamp) or that scrolls is no fault; what is there for ears alone
(`.sr`, the table twins) has no size.
"""

from __future__ import annotations

from playwright.sync_api import Page

LEAST = 12  # px at 1920 wide and below; twice that at 3840
_FIND = r"""(least) => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const own = node.parentElement;
    if (!node.textContent.trim() || own.closest("script, style, select, textarea, .skip")) continue;
    if (!own.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width < 1) continue;
    const fault = judge(own, box);
    if (fault === null) continue;
    const size = parseFloat(getComputedStyle(own).fontSize);
    const said = node.textContent.trim().slice(0, 40);
    if (fault) found.push(`cut ${fault}: ${said}`);
    if (size < least - 0.1) found.push(`${size} px: ${said}`);
  }
  return found;

  // null: for ears alone; "": whole; else where it is cut
  function judge(own, box) {
    let fault = "";
    for (let at = own; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath.startsWith("inset(50%")) return null;
      const continues = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
      if (continues) return "";
      if (/auto|scroll/.test(style.overflow) || style.maskImage !== "none") return fault;
      const edge = at.getBoundingClientRect();
      const wide = box.right > edge.right + 1 || box.left < edge.left - 1;
      const high = box.bottom > edge.bottom + 3 || box.top < edge.top - 3;
      if (hides(style.overflowX) && wide) fault ||= where(at);
      if (hides(style.overflowY) && high) fault ||= where(at);
      if (style.position === "fixed") break;
    }
    return fault;
  }
  function hides(overflow) { return overflow === "hidden" || overflow === "clip"; }
  function where(at) { return `in .${[...at.classList].join(".")}`; }
}"""


def illegible(page: Page, width: int) -> list[str]:
    """What cannot be read on a page at this width of the window."""
    least = LEAST * max(1, width / 1920)
    found: list[str] = page.evaluate(_FIND, least)
    return found
