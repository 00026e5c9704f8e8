// How far a long job is: asked every two seconds, and on to the result when it is done.

const EVERY = 2000;

async function ask(element) {
  try {
    const answer = await fetch(element.dataset.jobUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    const job = await answer.json();
    const bar = element.querySelector("progress");
    bar.max = job.total || 1;
    bar.value = job.done;
    const words = element.querySelector("[data-job-message]");
    if (job.message && words.textContent !== job.message) words.textContent = job.message;
    if (job.next && job.state !== "running") {
      window.location.assign(job.next);
      return;
    }
  } catch {
    // the next time may go better
  }
  setTimeout(() => ask(element), EVERY);
}

export function jobs(root) {
  for (const element of root.querySelectorAll("[data-job-url]")) setTimeout(() => ask(element), EVERY / 2);
}
