// Beside the form of an offer: what the guard says and what residents will see, asked of the server while somebody
// types. Without this file both are made again by a button.

const PAUSE = 600; // milliseconds after the last key
const form = document.querySelector("form[data-check]");
let turn;
let asking;

form?.addEventListener("input", () => {
  clearTimeout(turn);
  turn = setTimeout(look, PAUSE);
});

async function look() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: typed(), signal: asking.signal });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // no reception, or somebody types on: the page stays as it was
  }
}

/** All that was typed; photos travel once, when the form is sent. */
function typed() {
  const facts = new FormData(form);
  for (const [name, value] of [...facts]) if (value instanceof File) facts.delete(name);
  return facts;
}

function show(checked) {
  for (const part of checked.querySelectorAll("[data-part]")) {
    const here = document.querySelector(`main [data-part="${part.dataset.part}"]`);
    if (here && here.innerHTML.trim() !== part.innerHTML.trim()) here.replaceChildren(...part.childNodes);
  }
  ask("[data-guard-answer]", "[data-needs-reason]");
  ask("[data-fair-answer]", "[data-may-be-fair]");
}

/** Shows a question when the guard asks it, and as long as it has an answer. */
function ask(question, asked) {
  const here = form.querySelector(question);
  const isAnswered = here.querySelector(":checked") || here.querySelector("textarea")?.value;
  here.hidden = !form.querySelector(asked) && !isAnswered;
}
