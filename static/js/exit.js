// Quick exit: covers the page and leaves it without a trace in the history of this tab. The link alone works too.
const link = document.querySelector("a[data-exit]");
const PRESSES = 3;
const WITHIN = 3000;
let pressed = [];

function leave(event) {
  event?.preventDefault();
  document.body.classList.add("leaving");
  window.location.replace(link.href);
}

function count(event) {
  if (event.repeat) return;
  // Alt or Ctrl with Shift changes the keyboard between Arabic and French
  if (event.key !== "Shift" || event.altKey || event.ctrlKey || event.metaKey) {
    pressed = [];
    return;
  }
  pressed = [...pressed, event.timeStamp].filter((time) => event.timeStamp - time < WITHIN);
  if (pressed.length >= PRESSES) leave();
}

if (link) {
  link.addEventListener("click", leave);
  document.addEventListener("keydown", count);
}
