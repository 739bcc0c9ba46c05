// Forms: asks only what is relevant, warns before what was typed is lost, sends once.
const forms = [...document.querySelectorAll('form[method="post"].form')];

/** The control called `name`, looked for beside the part first, since nested forms have prefixes. */
function valuesOf(form, part, name) {
  const own = part.querySelector("[name]")?.name ?? "";
  const beside = own.includes("-") ? own.slice(0, own.lastIndexOf("-") + 1) + name : name;
  const answers = new FormData(form);
  return answers.has(beside) || form.elements.namedItem(beside) ? answers.getAll(beside) : answers.getAll(name);
}

/** data-shown-if="field=value" or "field=one|two": hidden until that answer is given, never when it holds an error. */
function disclose(form) {
  for (const part of form.querySelectorAll("[data-shown-if]")) {
    const [name, wanted] = part.dataset.shownIf.split("=");
    const given = valuesOf(form, part, name);
    part.hidden = !wanted.split("|").some((value) => given.includes(value)) && !part.querySelector(".error");
  }
}

const typedIn = (form) => new URLSearchParams(new FormData(form)).toString();

for (const form of forms) {
  const atFirst = typedIn(form);
  disclose(form);
  form.addEventListener("change", () => disclose(form));
  window.addEventListener("beforeunload", (event) => {
    const isLeaving = form.dataset.sent || document.body.classList.contains("leaving");
    if (!isLeaving && ("unsaved" in form.dataset || typedIn(form) !== atFirst)) event.preventDefault();
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  // A download answers without leaving the page: the form may be sent again
  window.setTimeout(() => {
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-disabled");
  }, 8000);
});

document.querySelector("[data-focus]")?.focus();
