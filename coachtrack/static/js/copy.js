// Copy an address with one press.

export function copyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) continue;
    const words = button.querySelector("span");
    const before = words.textContent;
    words.setAttribute("role", "status");
    button.hidden = false;
    button.addEventListener("click", async () => {
      source.select();
      await navigator.clipboard.writeText(source.value);
      words.textContent = button.dataset.copied;
      setTimeout(() => {
        words.textContent = before;
      }, 3000);
    });
  }
}
