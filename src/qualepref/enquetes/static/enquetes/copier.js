// Copies a public address. Without script, or without the right to write there, the button stays hidden.
if (navigator.clipboard) {
  const dire = document.querySelector("[data-copie]");
  for (const bouton of document.querySelectorAll("[data-copier]")) {
    bouton.parentElement.hidden = false;
    bouton.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(bouton.dataset.copier);
        dire.textContent = `Adresse copiée : ${bouton.dataset.copier}`;
        bouton.firstChild.textContent = "Copiée";
      } catch {
        bouton.parentElement.hidden = true;
      }
    });
  }
}
