// An idle kiosk forgets: it asks whether somebody is there, then goes back to its first page.
"use strict";
(() => {
  const IDLE = 240, WARNING = 60; // seconds
  const dialog = document.getElementById("idle");
  const left = document.getElementById("idle-left");
  const away = () => location.replace(dialog.dataset.away);
  let touched = Date.now();
  const touch = () => {
    if (!dialog.open) touched = Date.now();
  };
  for (const kind of ["input", "keydown", "pointerdown", "scroll"]) {
    addEventListener(kind, touch, { passive: true });
  }
  // However it is closed (the button, Escape), somebody is there.
  dialog.addEventListener("close", () => {
    touched = Date.now();
  });
  setInterval(() => {
    const idle = (Date.now() - touched) / 1000;
    if (idle < IDLE) return;
    const seconds = Math.ceil(IDLE + WARNING - idle);
    if (seconds <= 0) {
      away();
      return;
    }
    if (!dialog.open) dialog.showModal();
    // Said anew every ten seconds only: a screen reader would read nothing else.
    const shown = Math.ceil(seconds / 10) * 10;
    const words = left.dataset.words.replace("{seconds}", shown);
    if (left.textContent !== words) left.textContent = words;
  }, 500);
  // Back from another page: the form is never shown again as it was left.
  addEventListener("pageshow", (event) => event.persisted && away());
  document.getElementById("problems")?.focus();
})();
