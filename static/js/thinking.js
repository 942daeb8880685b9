// The views of a canvas: after something was saved the view is asked for again, and the focus stays
// where it was.

let focused = "";

const place = (element) => element?.getAttribute("href") ?? element?.id ?? "";

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "view") focused = place(document.activeElement);
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "view" || !focused || document.activeElement !== document.body) return;
  const again = document.querySelector(`#view [href="${CSS.escape(focused)}"]`) ?? document.getElementById(focused);
  again?.focus({ preventScroll: true });
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
