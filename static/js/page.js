// Every page: what a control does by itself, the CSRF token, and notices when a request fails.

document.documentElement.classList.add("js");

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// On a phone the tabs run off the edge: the one that is open is in sight.
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;

// An address to pass on is selected whole.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
});

// A menu closes when the person clicks or tabs elsewhere, or presses Escape.
for (const kind of ["click", "focusin", "keydown"]) {
  document.addEventListener(kind, (event) => {
    if (kind === "keydown" && event.key !== "Escape") return;
    for (const menu of document.querySelectorAll(".menu[open], .hint[open]")) {
      if (kind === "keydown" || !menu.contains(event.target)) menu.open = false;
    }
  });
}

const cookie = (name) =>
  document.cookie
    .split("; ")
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

// The token of the moment: another tab may have signed in again since the form was drawn.
document.addEventListener("htmx:configRequest", (event) => {
  const token = cookie("__Host-csrftoken") ?? cookie("csrftoken");
  if (!token) return;
  event.detail.headers["X-CSRFToken"] = token;
  if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = token;
});

// What was refused is drawn anew, often out of sight: on with the first field that is marked in it.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.xhr?.status !== 422 || document.activeElement !== document.body) return;
  const wrong = detail.elt.querySelector("[aria-invalid=true]");
  wrong?.focus();
  wrong?.scrollIntoView({ block: "center" });
});

// In which time zone the reader is, for the server to tell times in.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && cookie("time_zone") !== zone) {
  const safety = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `time_zone=${zone}; path=/; max-age=31536000; samesite=lax${safety}`;
}

const notices = document.getElementById("notices");

export function notify(...parts) {
  const notice = document.createElement("p");
  notice.className = "message error";
  notice.append(...parts);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--quiet button--small";
  close.textContent = "✕";
  close.addEventListener("click", () => notice.remove());
  notice.append(close);
  const place = document.querySelector("dialog[open] .dialog__body") ?? notices;
  place.prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}

// What asks by itself fails by itself: nobody pressed a button.
const isQuiet = (event) => event.detail.elt.matches("[data-quiet]");

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status !== 401 && isQuiet(event)) return;
  if (status === 401) {
    const link = document.createElement("a");
    link.href = notices.dataset.signInUrl;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = notices.dataset.signIn;
    notify(`${notices.dataset.signedOut} `, link, ` ${notices.dataset.then}`);
  } else {
    notify(status === 403 || status === 404 ? notices.dataset.refused : notices.dataset.failed);
  }
});
document.addEventListener("htmx:sendError", (event) => isQuiet(event) || notify(notices.dataset.failed));
