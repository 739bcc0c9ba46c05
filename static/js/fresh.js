// A page that comes back from the browser's memory may belong to a session that has ended: ask the server again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.body.classList.add("leaving");
  window.location.reload();
});
