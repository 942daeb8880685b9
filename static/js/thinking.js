// The views of a canvas: after something was saved the view is asked for again, and the focus stays
// where it was or goes to what is wrong with what was sent, and what was unfolded stays so. Where
// what had the focus is gone, as a finding that was mended, the focus goes to the view's heading:
// else the next Tab would begin at the top of the page.

let focused = "";
let wasWithin = false;
let nth = 0;
let unfolded = [];

const place = (element) => element?.getAttribute("href") ?? element?.id ?? "";
const alike = (href) => [...document.querySelectorAll(`#view [href="${CSS.escape(href)}"]`)];

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "view") return;
  focused = place(document.activeElement);
  wasWithin = event.detail.target.contains(document.activeElement);
  nth = alike(focused).indexOf(document.activeElement);
  unfolded = [...document.querySelectorAll("#view details[id][open]")].map((details) => details.id);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "view") return;
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const { target, xhr } = event.detail;
  if (target.id !== "view") return;
  const wrong = xhr?.status >= 400 && document.querySelector("#view :is([aria-invalid=true], .errors)");
  if (wrong) {
    wrong.closest("details")?.setAttribute("open", "");
    wrong.scrollIntoView({ block: "center" });
    wrong.focus();
  }
  if (document.activeElement !== document.body) return;
  const again = focused && (alike(focused).at(nth) ?? alike(focused).at(-1) ?? document.getElementById(focused));
  const heading = !again && wasWithin && target.querySelector("h2");
  if (heading) heading.tabIndex = -1;
  (again || heading)?.focus?.({ preventScroll: true });
  if (again) again.scrollIntoView({ block: "nearest" });
});

// A view whose address changed since it was opened asks for itself at the new one.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id === "view") event.detail.path = location.pathname + location.search;
});

// What is wrong with a field is told beside it; the field itself stays as it is, focus and all.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const faults = event.detail.elt;
  const field = document.getElementById(faults.dataset?.faultsOf ?? "");
  field?.setAttribute("aria-describedby", faults.id);
  field?.setAttribute("aria-invalid", String(faults.childElementCount > 0));
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
