// Lets a worker do the sum that a busy network is asked for, then sends the form. Only on the page that asks for it.

const sum = document.querySelector("[data-work]");
const form = document.querySelector("input[name=work]")?.form;
if (sum && form) begin();

function begin() {
  if (!document.querySelector("[data-error-summary]")) sum.focus();
  const button = form.querySelector("button");
  button.disabled = true;
  say("busy");
  const worker = new Worker(sum.dataset.workWith);
  worker.onmessage = ({ data }) => (data ? finish(button, data) : fail(button));
  worker.onerror = () => fail(button);
  worker.postMessage(sum.dataset.work);
}

function finish(button, answer) {
  form.elements.work.value = answer;
  button.disabled = false;
  say("done");
  // once by itself; whoever was sent back with a new sum decides when to go on
  if (!("workAgain" in sum.dataset)) form.requestSubmit ? form.requestSubmit() : form.submit();
}

function fail(button) {
  button.disabled = false;
  say("failed");
}

function say(what) {
  for (const line of ["busy", "done", "failed"]) sum.querySelector(`[data-work-${line}]`).hidden = line !== what;
}
