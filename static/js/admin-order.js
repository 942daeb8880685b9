// Putting the entries of a list in order by dragging a row. The arrows do the same without it.

const body = document.querySelector("tbody[data-order]");
const token = body.closest("form").elements.csrfmiddlewaretoken.value;
let held = null;
let origin = null;

for (const row of body.rows) row.draggable = true;

body.addEventListener("dragstart", (event) => {
  held = event.target.closest("tr");
  origin = held.nextElementSibling;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.key);
  held.classList.add("is-dragged");
});

body.addEventListener("dragover", (event) => {
  const over = event.target.closest("tr");
  if (!held || !over) return;
  event.preventDefault();
  if (over === held) return;
  const { top, height } = over.getBoundingClientRect();
  const place = event.clientY < top + height / 2 ? over : over.nextElementSibling;
  if (place !== held) body.insertBefore(held, place);
});

body.addEventListener("drop", (event) => event.preventDefault());

body.addEventListener("dragend", async () => {
  const moved = held;
  held = null;
  moved.classList.remove("is-dragged");
  if (moved.nextElementSibling === origin) return;
  const told = new URLSearchParams({
    entry: moved.dataset.key,
    before: moved.nextElementSibling?.dataset.key ?? "",
  });
  // Whatever came of it, the list is shown as it stands in the catalog.
  await fetch(body.dataset.order, { method: "POST", body: told, headers: { "X-CSRFToken": token } }).catch(() => null);
  window.location.reload();
});
