// A button with data-copies="ID" copies the text of that element, and says so; without script, or where
// the clipboard is not to be had, it stays hidden and the text can be marked.

/** Bring the copy buttons below an element to life. */
export const copies = (root) => {
  for (const button of root.querySelectorAll('button[data-copies]')) {
    button.hidden = !navigator.clipboard;
    const said = button.textContent;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copies);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = `${said} ✓`;
        setTimeout(() => (button.textContent = said), 2000);
      } catch {
        getSelection().selectAllChildren(source);
      }
    });
  }
};
