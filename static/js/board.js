// The board: forms in a dialog, notes edited where they stand, the thread of a segment, dragging.

const dialog = document.getElementById("dialog");
const dialogBody = document.getElementById("dialog-body");
const aside = document.getElementById("aside");
const asideBody = document.getElementById("aside-body");
const toast = () => document.getElementById("toast");

// --- Dialogs ---------------------------------------------------------------------------------

let opener = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target === dialogBody && !dialog.open) opener = event.detail.elt;
});

document.addEventListener("htmx:afterSwap", (event) => {
  const refused = event.detail.xhr.status >= 400 && event.target.matches("#dialog-body > form");
  if (event.detail.target !== dialogBody && !refused) return;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  const wrong = dialogBody.querySelector("[aria-invalid=true]");
  wrong?.closest("details")?.setAttribute("open", "");
  const meant = wrong ?? dialogBody.querySelector("[autofocus]");
  const first = meant ?? dialogBody.querySelector("input:not([type=hidden]), select, textarea");
  (first ?? dialogBody.querySelector(".actions [data-close]"))?.focus({ preventScroll: !meant });
});

let typed = false;
dialogBody?.addEventListener("input", () => (typed = true));
dialog?.addEventListener("close", () => {
  dialogBody.replaceChildren();
  typed = false;
  // The view may have been drawn anew beneath the dialog: the same link stands in it again.
  const again = () => document.querySelector(`#view [href="${CSS.escape(opener?.getAttribute("href") ?? "")}"]`);
  (opener?.isConnected ? opener : again())?.focus();
});
// Escape must not throw away what was typed: it leads to the button that does.
dialog?.addEventListener("cancel", (event) => {
  if (!typed || event.target !== dialog) return;
  event.preventDefault();
  dialogBody.querySelector(".actions [data-close]")?.focus();
});

document.addEventListener("click", (event) => {
  const closing = event.target.closest("[data-close]");
  if (closing?.closest("dialog[open]")) {
    event.preventDefault();
    closing.closest("dialog").close();
  }
});

// The guide opens over the form: closing it leads back, with nothing lost.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-guide]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openGuide(link.href);
});
asideBody?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !new URL(link.href).pathname.startsWith("/guide/")) return;
  event.preventDefault();
  openGuide(link.href);
});

async function openGuide(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  asideBody.replaceChildren(...(page.querySelector("main") ?? page.body).childNodes);
  if (!aside.open) aside.showModal();
  const anchor = new URL(address).hash.slice(1);
  if (anchor) asideBody.querySelector(`#${CSS.escape(anchor)}`)?.scrollIntoView();
  else aside.scrollTop = 0;
}

// --- Saved -----------------------------------------------------------------------------------

let fading = 0;

// A notice goes by itself, but not while somebody is about to use its button or link.
function fade() {
  clearTimeout(fading);
  fading = setTimeout(
    () => (toast()?.matches(":hover, :focus-within") ? fade() : toast()?.replaceChildren()),
    toast()?.querySelector("form, a") ? 12000 : 4000,
  );
}

// The answer is about to replace what held the focus: it goes to the element that was saved, or to
// what stood beside it where it was deleted. Undo leads back to what was deleted last.
let deleted = "";

function returnFocus(ref) {
  if (!ref) return;
  const place = `el-${ref}`;
  const gone = document.getElementById(place);
  const block = gone?.closest(".block")?.id;
  const beside = (gone?.nextElementSibling ?? gone?.previousElementSibling)?.id;
  queueMicrotask(() => {
    if (!document.getElementById(place)) deleted = ref;
    if (document.activeElement && document.activeElement !== document.body) return;
    const there = document.getElementById(place) ?? document.getElementById(beside);
    (there?.querySelector("a:not(.mark, .badge, .bubble)") ?? document.querySelector(`#${block} .add`))?.focus();
  });
}

document.addEventListener("vinculo:saved", (event) => {
  typed = false;
  if (dialog?.open && !event.detail.stays) dialog.close();
  queueMicrotask(fade);
  document.querySelector("#surface .blank")?.remove();
  if (event.target.matches?.("form[data-again]")) event.target.elements.text.focus();
  else returnFocus(event.detail.ref || deleted);
  if (thread) follow(thread);
});

document.addEventListener("vinculo:changed", () => {
  queueMicrotask(fade);
  if (thread) follow(thread);
});

// --- Notes, edited where they stand ------------------------------------------------------------

const resting = new WeakMap();

document.addEventListener("htmx:beforeSwap", (event) => {
  const place = event.detail.target;
  if (place?.matches?.(".items > li, [id^=add-]") && !resting.has(place) && !place.querySelector("form")) {
    resting.set(place, [...place.childNodes]);
  }
});

function cancelInline(form) {
  const place = form.closest(".items > li, [id^=add-]");
  const before = place && resting.get(place);
  if (!before) return;
  resting.delete(place);
  place.replaceChildren(...before);
  window.htmx.process(place);
  place.querySelector("a:not(.mark, .badge, .bubble)")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cancel]");
  const form = link?.closest("form[data-inline]");
  if (!form?.closest("#surface")) return;
  event.preventDefault();
  cancelInline(form);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-inline]");
  if (!form) return;
  if (event.key === "Escape" && form.closest("#surface")) {
    event.preventDefault();
    cancelInline(form);
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("[data-enter-saves]")) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.target.closest?.("form[data-inline]") ?? event.target.querySelector?.("form[data-inline]");
  const text = form?.querySelector("textarea");
  if (text && document.activeElement !== text) {
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  }
});

// Adding goes on: the field is free for the next note as soon as one is sent, and gets it back if
// that fails. Enter on an empty field sends nothing.
const sent = new WeakMap();

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (elt.matches("form[data-again]") && !elt.elements.text.value.trim()) event.preventDefault();
});
document.addEventListener("htmx:beforeSend", (event) => {
  const { elt } = event.detail;
  if (!elt.matches("form[data-again]")) return;
  sent.set(elt, elt.elements.text.value);
  elt.elements.text.value = "";
});
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const { elt } = event.detail;
    if (!sent.has(elt)) return;
    elt.elements.text.value = [sent.get(elt), elt.elements.text.value].filter(Boolean).join("\n");
  });
}

// A note that is sent while another is still on its way goes when that one is there.
const waiting = new WeakMap();

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("form[data-again].htmx-request")) return;
    event.preventDefault();
    event.stopPropagation();
    const { text } = form.elements;
    if (text.value.trim()) waiting.set(form, [...(waiting.get(form) ?? []), text.value]);
    text.value = "";
  },
  true,
);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (!form?.matches("form[data-again]")) return;
  const texts = waiting.get(form) ?? [];
  waiting.delete(form);
  if (form.isConnected && event.detail.successful) sendNext(form, texts);
  else giveBack(form, texts);
});

function sendNext(form, [next, ...rest]) {
  if (next === undefined) return;
  waiting.set(form, rest);
  setTimeout(() => {
    const { text } = form.elements;
    const typing = text.value;
    text.value = next;
    form.requestSubmit();
    text.value = typing;
  });
}

// One that was refused stands in a new form: what waited, and what was typed since, joins it there.
function giveBack(form, texts) {
  const action = CSS.escape(form.getAttribute("action"));
  const there = form.isConnected ? form : document.querySelector(`form[data-again][action="${action}"]`);
  const { text } = there?.elements ?? {};
  if (!text) return;
  const typed = form.isConnected ? "" : form.elements.text.value;
  text.value = [text.value, ...texts, typed].filter(Boolean).join("\n");
}

// --- Findings point at their elements, marks at their findings ---------------------------------

document.addEventListener("click", (event) => {
  const mark = event.target.closest("a.mark");
  if (!mark) return;
  event.preventDefault();
  const ref = mark.getAttribute("href").slice("#about-".length);
  const about = [...document.querySelectorAll(".remark[data-about]")].filter((remark) =>
    remark.dataset.about.split(" ").includes(ref),
  );
  for (const remark of about) {
    remark.closest(".findings__group").open = true;
    remark.closest(".finding details").open = true;
  }
  about[0]?.closest("details").querySelector("summary").focus();
  about[0]?.scrollIntoView({ block: "nearest" });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-goto]");
  const item = link && document.getElementById(link.dataset.goto);
  if (!item || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  item.scrollIntoView({ block: "center" });
  item.querySelector(":scope > a:not(.mark, .bubble)")?.click();
});

// --- The thread of one segment -------------------------------------------------------------------

let thread = new URLSearchParams(location.search).get("thread") ?? "";

function follow(ref) {
  thread = ref;
  document.getElementById("thread").hidden = !ref;
  for (const item of document.querySelectorAll(".board .item")) {
    const refs = (item.dataset.of ?? "").split(" ").filter(Boolean);
    item.classList.toggle("is-aside", Boolean(ref) && !refs.includes(ref));
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-follow], [data-unfollow]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const ref = link.dataset.follow ?? "";
  if (!ref) document.querySelector(`[data-follow="${CSS.escape(thread)}"]`)?.focus();
  follow(thread === ref ? "" : ref);
});

// --- Dragging an element elsewhere: buttons in its form do the same without a mouse ----------------

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
