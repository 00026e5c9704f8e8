// Menus are details elements; these close on Escape, on a click elsewhere, and when the focus leaves.

export function menus(root) {
  const all = [...root.querySelectorAll("details[data-menu]")];
  for (const menu of all) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }
  root.addEventListener("click", (event) => {
    for (const menu of all) if (!menu.contains(event.target)) menu.open = false;
  });
}
