// Counts answers, clears one, and keeps a draft. The page does all it must without this file.
"use strict";
(() => {
  const form = document.getElementById("questions");
  const bar = document.getElementById("progress");
  const state = document.getElementById("state");
  const say = bar.dataset;
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const total = Number(form.dataset.total);
  function count() {
    const names = new Set();
    for (const [name, value] of new FormData(form)) {
      // The rows of a silo matrix are one question: what stands before "__" is its id.
      if (!name.includes("-") && value.trim()) names.add(name.split("__")[0]);
    }
    const left = total - names.size;
    const values = { answered: names.size, total, left };
    document.getElementById("count").textContent = fill(say.count, values);
    document.getElementById("unanswered").textContent = fill(left ? say.left : say.all, values);
    bar.querySelector("progress").value = names.size;
  }

  // One save is under way at a time; what changes meanwhile is saved after it.
  let changed = false, busy = false, leaving = false, timer = 0, saves = 0, pause = 5000;
  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }
  function touched() {
    changed = true;
    count();
    later(900);
  }
  async function save() {
    if (busy || leaving || !changed) return;
    busy = true;
    changed = false;
    clearTimeout(timer);
    state.textContent = say.saving;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
        keepalive: document.visibilityState === "hidden",
      });
      const told = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : {};
      if (answer.ok) {
        saves += 1;
        pause = 5000;
        // A second save from a "new" device: the browser dropped the cookie with the key.
        leaving = saves > 1 && told.device === "new";
        state.textContent = leaving ? say.noCookies : say.saved;
        document.getElementById("forget").hidden = leaving;
      } else if (told.message) {
        leaving = true;
        state.textContent = told.message;
      } else {
        failed();
      }
    } catch {
      failed();
    }
    bar.classList.toggle("warn", state.textContent !== say.saved);
    busy = false;
    if (changed && state.textContent === say.saved) later(900);
  }
  function failed() {
    changed = true;
    state.textContent = say.failed;
    later(pause);
    pause = Math.min(pause * 2, 60000);
  }

  form.addEventListener("input", touched);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button.clear");
    if (!button) return;
    event.preventDefault();
    const options = form.querySelectorAll(`input[name="${CSS.escape(button.value)}"]`);
    for (const option of options) option.checked = false;
    options[0].focus();
    touched();
  });
  form.addEventListener("submit", (event) => {
    if (leaving && form.dataset.sent) event.preventDefault();
    leaving = true;
    form.dataset.sent = "yes";
  });
  // Back from the next page: the form is as it was left, and works again.
  addEventListener("pageshow", () => {
    if (form.dataset.sent) leaving = false;
    delete form.dataset.sent;
    count();
  });
  addEventListener("online", save);
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });

  bar.hidden = false;
  count();
  if ("unsaved" in form.dataset) touched();
  document.getElementById("problems")?.focus();
})();
