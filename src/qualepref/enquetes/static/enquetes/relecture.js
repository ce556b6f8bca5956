// One key per decision while reading remarks, outside the boxes of text; whoever does not want them
// unticks the box. Without this script the buttons do the same.
const relecture = document.querySelector("form[data-relecture]");
const interrupteur = document.getElementById("raccourcis");
const texte = relecture.querySelector("[data-texte]");
const MEMOIRE = "qualepref.raccourcis";
const cibles = new Map(
  [...relecture.querySelectorAll("[data-touche]")].map((e) => [e.dataset.touche, e]),
);

function lireMemoire() {
  try {
    return localStorage.getItem(MEMOIRE) !== "non";
  } catch {
    // Storage refused by the browser: the shortcuts are on, and the box still turns them off.
    return true;
  }
}

function montrer() {
  relecture.classList.toggle("eq-raccourcis", interrupteur.checked);
}

interrupteur.checked = lireMemoire();
interrupteur.closest("[hidden]").hidden = false;
interrupteur.addEventListener("change", () => {
  montrer();
  try {
    localStorage.setItem(MEMOIRE, interrupteur.checked ? "oui" : "non");
  } catch {
    // Kept for this page only.
  }
});
montrer();

function ecrit(element) {
  return element.matches("textarea, input:not([type=radio], [type=checkbox]), select");
}

// On a French keyboard, the digits of the upper row come without Shift too.
function lire(evenement) {
  const chiffre = /^(?:Digit|Numpad)(\d)$/.exec(evenement.code);
  return chiffre ? chiffre[1] : evenement.key.toLowerCase();
}

document.addEventListener("keydown", (evenement) => {
  if (!interrupteur.checked || evenement.repeat) return;
  if (evenement.ctrlKey || evenement.altKey || evenement.metaKey) return;
  if (ecrit(evenement.target)) {
    if (evenement.key === "Escape") relecture.querySelector("[data-touche=p]").focus();
    return;
  }
  // Menus, windows of settings: their keys are theirs.
  if (!relecture.contains(evenement.target) && evenement.target !== document.body) return;
  const touche = lire(evenement);
  if (touche === "m") {
    evenement.preventDefault();
    texte.focus();
  } else if (cibles.has(touche)) {
    evenement.preventDefault();
    cibles.get(touche).click();
  }
});
