// Follows the room, and keeps sending a reply until it is in. The page does all it must without this file.
"use strict";
(() => {
  const room = document.getElementById("room");
  const form = document.getElementById("reply");
  const state = document.getElementById("state");
  const say = room.dataset;
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  function tell(words, lost = false) {
    state.textContent = words;
    state.classList.toggle("lost", lost);
  }

  // Where the room is: asked every two seconds, and at once when the phone wakes up.
  let timer = 0, asking = false, away = false;
  async function look() {
    clearTimeout(timer);
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(say.now, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(6000) });
      const told = await answer.json();
      if (told.at !== say.at) {
        location.replace(location.pathname);
        return;
      }
      if (away) tell(say.back);
      away = false;
    } catch {
      away = true;
      if (!pending) tell(say.lost, true);
    } finally {
      asking = false;
    }
    timer = setTimeout(look, 1700 + 600 * Math.random());
  }

  // A reply is sent until the server has answered; sending it twice changes nothing.
  let pending = null;
  async function send() {
    const sent = pending;
    if (!sent) return;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: sent,
        credentials: "same-origin",
        signal: AbortSignal.timeout(10000),
      });
      if (!(answer.headers.get("content-type") || "").includes("json")) throw new Error("away");
      const told = await answer.json();
      if (pending === sent) pending = null;
      tell(told.kept ? say.kept : told.message, !told.kept);
      state.classList.toggle("kept", Boolean(told.kept));
    } catch {
      tell(say.lost, true);
      setTimeout(send, 1500);
    }
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const busy = pending !== null;
    pending = new URLSearchParams(new FormData(form));
    tell(say.sending);
    if (!busy) send();
  });

  // Plus and minus beside every rung, and how many are placed.
  const rungs = form?.querySelector(".rungs");
  if (rungs) {
    const inputs = [...rungs.querySelectorAll("input")];
    const all = Number(rungs.dataset.all);
    const placed = document.getElementById("placed");
    const button = form.querySelector("button.main");
    const sum = () => inputs.reduce((total, each) => total + (Number(each.value) || 0), 0);
    const count = () => {
      placed.textContent = fill(say.placed, { placed: sum(), all });
      button.disabled = sum() !== all;
    };
    for (const input of inputs) {
      for (const [sign, by] of [["\u2212", -1], ["+", 1]]) {
        const step = document.createElement("button");
        step.type = "button";
        step.textContent = sign;
        step.setAttribute("aria-label", `${sign} ${input.labels[0].textContent}`);
        step.addEventListener("click", () => {
          const wanted = (Number(input.value) || 0) + by;
          if (wanted >= 0 && (by < 0 || sum() < all)) input.value = wanted;
          count();
        });
        input[by < 0 ? "before" : "after"](step);
      }
      input.addEventListener("input", count);
    }
    count();
  }

  addEventListener("online", look);
  addEventListener("pageshow", look);
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  look();
})();
