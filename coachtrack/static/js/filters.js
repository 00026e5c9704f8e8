// A long list to choose from becomes shorter as one types.

function plain(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

export function selectFilters(root) {
  for (const select of root.querySelectorAll("select[data-filter]")) {
    const options = [...select.options];
    if (options.length < 9) continue;
    const input = document.createElement("input");
    input.type = "search";
    input.className = "form-control select-filter";
    input.placeholder = select.dataset.filter;
    input.autocomplete = "off";
    input.setAttribute("aria-label", `${select.labels?.[0]?.firstChild?.textContent.trim() ?? ""}: ${select.dataset.filter}`);
    input.addEventListener("input", () => {
      const words = plain(input.value).split(/\s+/);
      const chosen = select.value;
      const kept = options.filter(
        (option) => option.value === "" || option.value === chosen || words.every((word) => plain(option.text).includes(word)),
      );
      select.replaceChildren(...kept);
      const found = kept.filter((option) => option.value !== "" && words.every((word) => plain(option.text).includes(word)));
      if (input.value !== "" && found.length === 1) select.value = found[0].value;
      else select.value = chosen;
    });
    // Enter in the filter would send the form
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    select.before(input);
  }
}
