// The record as the national systems ask for it, taken with one click. Without this file the text selects as a whole.
(() => {
  for (const button of document.querySelectorAll("button[data-zt-copies]")) {
    const source = document.getElementById(button.dataset.ztCopies);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = button.nextElementSibling;
      try {
        await navigator.clipboard.writeText(source.textContent);
        said.textContent = "已复制";
      } catch {
        getSelection().selectAllChildren(source);
        said.textContent = "已选中，请按 Ctrl+C 复制";
      }
    });
  }
})();
