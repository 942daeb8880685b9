// The views of a canvas: after something was saved the view is asked for again, and the focus stays
// where it was, or goes to what is wrong with what was sent.

let focused = "";

const place = (element) => element?.getAttribute("href") ?? element?.id ?? "";

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "view") focused = place(document.activeElement);
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
  if (!focused || document.activeElement !== document.body) return;
  const again = document.querySelector(`#view [href="${CSS.escape(focused)}"]`) ?? document.getElementById(focused);
  again?.focus({ preventScroll: true });
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
