// Minus and plus beside a number, for thumbs.

function button(sign, words, input) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "stepper-button";
  made.textContent = sign;
  made.setAttribute("aria-label", words);
  made.setAttribute("aria-controls", input.id);
  return made;
}

function change(input, direction) {
  if (input.value === "") input.value = input.min || "0";
  else if (direction > 0) input.stepUp();
  else input.stepDown();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function steppers(root) {
  for (const stepper of root.querySelectorAll("[data-stepper]")) {
    const input = stepper.querySelector("input[type=number]");
    if (!input || input.disabled || input.readOnly) continue;
    const name = input.labels?.[0]?.firstChild?.textContent.trim() ?? "";
    const less = button("−", `${name}: ${stepper.dataset.less}`, input);
    const more = button("+", `${name}: ${stepper.dataset.more}`, input);
    less.addEventListener("click", () => change(input, -1));
    more.addEventListener("click", () => change(input, 1));
    input.before(less);
    input.after(more);
    stepper.classList.add("has-buttons");
  }
}
