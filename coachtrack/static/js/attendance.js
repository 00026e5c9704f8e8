// Beside the button that saves a list: how many are ticked.

export function attendanceCounts(root) {
  for (const count of root.querySelectorAll("[data-count]")) {
    const form = count.closest("form");
    const show = () => {
      const ticked = form.querySelectorAll(".form-check-input:checked").length;
      count.textContent = count.dataset.count.replace("{count}", ticked);
    };
    form.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    count.hidden = false;
    show();
  }
}
