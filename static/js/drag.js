// Dragging an element to another place. Buttons in the element's form do the same without a mouse.

let held = null;

const kindOf = (list) => list.dataset.block;
const NOTE_BLOCKS = new Set([
  "key_partners", "key_activities", "key_resources", "value_propositions", "cost_structure", "revenue_streams",
]);

const listFor = (target) => {
  const list = target.closest?.(".block")?.querySelector(".items");
  if (!held || !list) return null;
  const from = kindOf(held.parentElement);
  const fits = from === kindOf(list) || (NOTE_BLOCKS.has(from) && NOTE_BLOCKS.has(kindOf(list)));
  return fits ? list : null;
};

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("#surface .item");
  if (item && event.pointerType === "mouse" && !item.querySelector("form")) item.draggable = true;
});

document.addEventListener("dragstart", (event) => {
  held = event.target.closest?.("#surface .item") ?? null;
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.textContent.trim());
  held.classList.add("is-dragged");
});

function clear() {
  for (const marked of document.querySelectorAll(".is-over")) marked.classList.remove("is-over");
}

document.addEventListener("dragover", (event) => {
  const list = listFor(event.target);
  if (!list) return;
  event.preventDefault();
  clear();
  (event.target.closest(".item") ?? list).classList.add("is-over");
});

document.addEventListener("drop", (event) => {
  const list = listFor(event.target);
  if (!list) return;
  event.preventDefault();
  const over = event.target.closest(".item");
  if (over === held) return;
  const ref = held.id.slice("el-".length);
  const root = document.getElementById("surface").dataset.root;
  window.htmx.ajax("POST", `${root}elements/${ref}/move/`, {
    swap: "none",
    values: { before: over ? over.id.slice("el-".length) : "", block: kindOf(list) },
  });
});

document.addEventListener("dragend", () => {
  held?.classList.remove("is-dragged");
  held = null;
  clear();
});
