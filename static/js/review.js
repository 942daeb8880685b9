// The review screen: keys, phrases, what is typed and not saved yet, and what is opened.

const WIDE = matchMedia("(min-width: 64rem)");
const byId = (id) => document.getElementById(id);

// --- What is saved by itself -----------------------------------------------------------------

// What hands the review over waits until all that was typed is saved, and stays where it can't be.
let pending = 0;
let waiting = null;

document.addEventListener("htmx:beforeRequest", () => (pending += 1));
document.addEventListener("htmx:afterRequest", (event) => {
  pending = Math.max(0, pending - 1);
  if (!event.detail.successful) waiting = null;
  if (pending || !waiting) return;
  const { form, button } = waiting;
  waiting = null;
  setTimeout(() => byId(form)?.requestSubmit(byId(button)));
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-after-saves]")) return;
  const unsaid = byId("remark-text");
  if (unsaid?.value.trim()) {
    event.preventDefault();
    byId("unsaid").hidden = false;
    unsaid.scrollIntoView({ block: "center" });
    unsaid.focus();
  } else if (document.querySelector("#rubric .clash")) {
    event.preventDefault();
    const answer = document.querySelector("#rubric .clash button");
    answer.scrollIntoView({ block: "center" });
    answer.focus();
  } else if (pending) {
    event.preventDefault();
    waiting = { form: event.target.id, button: event.submitter?.id };
  }
});

// What is unfolded stays so while a save draws it anew.
let unfolded = [];
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  unfolded = [...detail.target.querySelectorAll("details[id][open]")].map((details) => details.id);
});
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  for (const id of unfolded) byId(id)?.setAttribute("open", "");
  detail.target.querySelector(".clash")?.scrollIntoView({ block: "nearest" });
});

const saves = (field) => field.closest("[data-criterion], form");

function save(field) {
  const place = saves(field);
  if (place?.matches("[data-criterion]")) window.htmx.trigger(place, "save");
  else place?.requestSubmit();
}

// Over what somebody else wrote in the meantime nothing is saved by itself: leaving a field is no answer.
document.addEventListener(
  "change",
  (event) => {
    if (event.target.closest("#rubric") && saves(event.target)?.querySelector(".clash")) event.stopPropagation();
  },
  true,
);

document.addEventListener("click", (event) => {
  const again = event.target.closest("[data-save-again]");
  if (again) save(again);
});

// --- What is opened --------------------------------------------------------------------------

// A remark that was begun on one element waits there while another is looked at.
const drafts = new Map();

document.addEventListener("input", ({ target }) => {
  if (target.id !== "remark-text") return;
  byId("unsaid").hidden = true;
  if (target.value.trim()) drafts.set(target.dataset.key, target.value);
  else drafts.delete(target.dataset.key);
});

addEventListener("beforeunload", (event) => {
  const box = byId("remark-text");
  const isSent = box?.closest(".htmx-request, [data-sent]");
  if (drafts.size && !isSent) event.preventDefault();
});
document.addEventListener("submit", (event) => {
  const box = event.target.querySelector("#remark-text");
  if (box) event.target.dataset.sent = "";
});

document.addEventListener("htmx:afterSwap", (event) => {
  const { target, elt, xhr } = event.detail;
  if (target.id === "remarks" && xhr.status < 400) drafts.delete(byId("remark-text")?.dataset.key);
  if (target.id !== "sheet") return;
  const sheet = byId("sheet");
  const box = byId("remark-text");
  if (box && drafts.has(box.dataset.key)) box.value = drafts.get(box.dataset.key);
  for (const open of document.querySelectorAll("#canvas [aria-current]")) open.removeAttribute("aria-current");
  for (const open of document.querySelectorAll("#canvas .is-open")) open.classList.remove("is-open");
  const key = sheet.dataset.key;
  const link = byId(`open-${key.replace("block:", "")}`);
  link?.setAttribute("aria-current", "true");
  link?.closest(".item")?.classList.add("is-open");
  sheet.scrollTop = 0;
  // Where the sheet is not beside the board, or the link is gone with the sheet before, it is next.
  if (!WIDE.matches || !elt.isConnected) byId("sheet-name")?.focus({ preventScroll: WIDE.matches });
});

// --- Phrases ---------------------------------------------------------------------------------

const phrases = byId("phrases");
let goesTo = null;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-phrases-for]");
  if (opener) {
    goesTo = byId(opener.dataset.phrasesFor);
    phrases.showModal();
    phrases.querySelector("[data-phrase-filter]")?.focus();
  }
  const phrase = event.target.closest("[data-phrase]");
  if (phrase && goesTo) {
    insert(goesTo, phrase.textContent);
    phrases.close();
    goesTo.focus();
  }
  const closing = event.target.closest("dialog [data-close]");
  if (closing) closing.closest("dialog").close();
});

function insert(field, text) {
  const { value, selectionStart: from, selectionEnd: to } = field;
  const before = value.slice(0, from);
  const gap = before && !/\s$/.test(before) ? " " : "";
  field.setRangeText(gap + text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

phrases?.addEventListener("input", (event) => {
  if (!event.target.matches("[data-phrase-filter]")) return;
  const wanted = event.target.value.trim().toLocaleLowerCase();
  for (const phrase of phrases.querySelectorAll("[data-phrase]")) {
    phrase.closest("li").hidden = !phrase.textContent.toLocaleLowerCase().includes(wanted);
  }
});

// --- Keys ------------------------------------------------------------------------------------

const keys = byId("keys");
const OFF = "vinculo:keys-off";
const areOn = () => localStorage.getItem(OFF) === null;
const choice = keys?.querySelector("[data-keys-on]");
if (choice) choice.checked = areOn();
choice?.addEventListener("change", () => (choice.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
document.addEventListener("click", (event) => event.target.closest("[data-keys]") && keys.showModal());

const criteria = () => [...document.querySelectorAll("[data-criterion]")];
const elements = () => [...document.querySelectorAll("#canvas .item > a")];
const isTyping = (target) => target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

function go(list, from, by) {
  const at = list.indexOf(from);
  const next = list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function choose(criterion, number) {
  const levels = [...criterion.querySelectorAll("input[type=radio]")];
  const level = number ? levels.slice(0, -1)[number - 1] : levels.at(-1);
  if (!level || level.disabled) return false;
  level.checked = true;
  level.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function write(id) {
  const field = byId(id);
  field?.focus();
  field?.scrollIntoView({ block: "nearest" });
  return Boolean(field);
}

const follow = (id) => {
  byId(id)?.click();
  return Boolean(byId(id));
};

const DOES = {
  n: () => follow("following"),
  j: () => follow("following"),
  p: () => follow("previous"),
  k: () => follow("previous"),
  "/": () => go(elements(), document.querySelector("#canvas [aria-current]"), 0),
  r: () => write("remark-text"),
  c: () => go(criteria(), null, 0),
  o: () => write("overall-text"),
  "?": () => (keys.showModal(), true),
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea")) {
    event.preventDefault();
    save(target);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  const criterion = target.closest?.("[data-criterion]");
  if (isTyping(target)) {
    if (key === "Escape") (criterion ?? byId("sheet-name"))?.focus();
    return;
  }
  let done = false;
  const down = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (down && criterion === target) done = go(criteria(), criterion, down);
  else if ((down || key === "ArrowRight" || key === "ArrowLeft") && target.matches("#canvas .item > a")) {
    done = go(elements(), target, down ?? (key === "ArrowRight" ? 1 : -1));
  } else if (areOn()) {
    if (criterion && /^[0-9]$/.test(key)) done = choose(criterion, Number(key));
    else if (criterion && key === "w") done = write(`remark-${criterion.id.replace("criterion-", "")}`);
    else done = DOES[key]?.() ?? false;
  }
  if (done) event.preventDefault();
});
