// Everything here only helps: each page works without it.
import { answers } from "./answers.js";
import { attendanceCounts } from "./attendance.js";
import { copyButtons } from "./copy.js";
import { drafts } from "./drafts.js";
import { jobs } from "./jobs.js";
import { passkeys } from "./passkey.js";
import { menus } from "./menus.js";
import { selectFilters } from "./filters.js";
import { steppers } from "./steppers.js";
import { submitOnce } from "./submit_once.js";

submitOnce(document);
steppers(document);
selectFilters(document);
drafts(document);
answers(document);
copyButtons(document);
jobs(document);
menus(document);
passkeys(document);
attendanceCounts(document);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is to be mended, or what changed meanwhile, is read first; also when the address still ends in #main.
const first = document.querySelector("[data-focus]");
if (first) {
  first.focus();
  window.addEventListener("load", () => setTimeout(() => first.focus()), { once: true });
}
