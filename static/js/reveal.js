// A name that was asked for is shown for a minute, then masked again: <bdi data-hide-after="60" data-mask="…">.
for (const shown of document.querySelectorAll("[data-hide-after]")) {
  window.setTimeout(() => {
    shown.textContent = shown.dataset.mask ?? "";
  }, 1000 * Number(shown.dataset.hideAfter));
}
