// Forms with a password: where too many sign in at once the server answers 503, and the page tries
// again by itself. What was typed stays in its fields, and nowhere else.

const SPREAD = 1000;
const A_SECOND = 1000;

const ours = (form) => form?.matches?.("form[data-again]");
const part = (form, name) => form.querySelector(`[data-again-${name}]`);
const timers = new WeakMap();

function wait(form, milliseconds) {
  const due = Date.now() + milliseconds;
  const told = part(form, "told");
  if (!told.textContent) told.textContent = told.dataset.text;
  part(form, "wait").hidden = false;
  const tick = () => {
    const left = due - Date.now();
    part(form, "seconds").textContent = Math.max(0, Math.ceil(left / A_SECOND));
    if (left > 0) timers.set(form, setTimeout(tick, Math.min(left, A_SECOND)));
    else if (form.noValidate || form.reportValidity()) form.requestSubmit();
    else stop(form);
  };
  clearTimeout(timers.get(form));
  tick();
}

function stop(form) {
  clearTimeout(timers.get(form));
  part(form, "told").textContent = "";
  part(form, "wait").hidden = true;
}

document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-again-stop]")) return;
  const { form } = event.target;
  stop(form);
  form.querySelector("[type=submit]").focus();
});

// Whoever sends the form by hand meanwhile need not wait for the next try.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (ours(event.detail.elt)) clearTimeout(timers.get(event.detail.elt));
});

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt: form, xhr } = event.detail;
  if (!ours(form)) return;
  if (xhr.status !== 503) return stop(form);
  event.preventDefault();
  wait(form, Number(xhr.getResponseHeader("Retry-After")) * A_SECOND + Math.random() * SPREAD);
});

document.addEventListener("htmx:sendError", (event) => ours(event.detail.elt) && stop(event.detail.elt));

// A refusal that is a page of its own says more than a notice could: too many tries, cookies barred.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!ours(event.detail.requestConfig.elt) || ![403, 429].includes(event.detail.xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// As after loading a page: on to what is wrong, else to the top.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!ours(event.detail.requestConfig.elt)) return;
  const main = document.getElementById("main");
  const wrong = main.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();
  else if (document.activeElement === document.body) main.focus();
});
