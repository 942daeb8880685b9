// What others do meanwhile: the page asks every two seconds, and never changes what somebody types in.

const EVERY = 2000;
const SPREAD = 400;
const SLOW = 6000;

let waiting = 0;
let answering = false;
let heldBack = false;
let focused = "";
let edits = 0;
let editsWhenAsked = 0;

const poller = () => document.getElementById("changes");
const isPoll = (event) => event.detail.pathInfo?.requestPath?.includes("/changes/");

function ask() {
  clearTimeout(waiting);
  editsWhenAsked = edits;
  if (!document.hidden && poller()) window.htmx.trigger(poller(), "vinculo:poll");
}

function askIn(milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(ask, milliseconds + Math.random() * SPREAD);
}

// The version that this page shows goes along, so that an edit's answer can tell the next one.
document.addEventListener("htmx:configRequest", (event) => {
  const since = document.getElementById("since");
  if (since) event.detail.headers["X-Seen"] = since.value;
});

document.addEventListener("vinculo:saved", () => (edits += 1));

// An answer from before an edit of one's own would show the board without it: it is asked for anew.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  answering = Boolean(isPoll(event)) && edits === editsWhenAsked;
  if (isPoll(event) && !answering) event.preventDefault();
  if (!answering) return;
  heldBack = false;
  focused = document.activeElement?.closest("#surface .item[id]")?.id ?? "";
});

// Whoever types in an element keeps it: the same changes are asked for again until it is free.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (!answering) return;
  const { target } = event.detail;
  if (target.id === "since") event.detail.shouldSwap = !heldBack;
  else if (target.querySelector("form[data-inline]")) {
    event.detail.shouldSwap = false;
    heldBack = true;
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!isPoll(event)) return;
  const { status } = event.detail.xhr;
  if (focused && document.activeElement === document.body) {
    document.getElementById(focused)?.querySelector("a:not(.mark, .badge, .bubble)")?.focus({ preventScroll: true });
  }
  focused = "";
  answering = false;
  if ([401, 403, 404].includes(status)) return;
  askIn(heldBack || status >= 400 || status === 0 ? SLOW : EVERY);
});

document.addEventListener("visibilitychange", ask);
if (poller()) askIn(EVERY);
