// The views of a canvas: after something was saved the view is asked for again, and the focus stays
// where it was, and what was unfolded stays so.

let focused = "";
let nth = 0;
let unfolded = [];

const place = (element) => element?.getAttribute("href") ?? element?.id ?? "";
const alike = (href) => [...document.querySelectorAll(`#view [href="${CSS.escape(href)}"]`)];

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "view") return;
  focused = place(document.activeElement);
  nth = alike(focused).indexOf(document.activeElement);
  unfolded = [...document.querySelectorAll("#view details[id][open]")].map((details) => details.id);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "view") return;
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "view" || !focused || document.activeElement !== document.body) return;
  const again = alike(focused).at(nth) ?? alike(focused).at(-1) ?? document.getElementById(focused);
  again?.focus({ preventScroll: true });
});
