// Shows the deadline while a demande is typed. Without it, the button does the same.
const formulaire = document.querySelector("form[data-echeance]");
const zone = document.getElementById("echeance");
const CHAMPS = ["recue_le", "nature", "canal", "complete", "complete_le", "proposee_le"];
let derniere = 0;

function paragraphe(...morceaux) {
  const p = document.createElement("p");
  p.append(...morceaux);
  return p;
}

function element(nom, texte, classe) {
  const e = document.createElement(nom);
  e.textContent = texte;
  if (classe) e.className = classe;
  return e;
}

function montrer({ refus, echeances = [] }) {
  zone.replaceChildren();
  zone.classList.toggle("qp-echeance--refus", Boolean(refus));
  if (refus) zone.append(paragraphe(`Échéance incalculable pour l'instant : ${refus}`));
  for (const e of echeances) {
    const texte = e.texte || "le délai ne court pas encore";
    const regle = element("span", ` (${e.regle})`, "fr-text--sm");
    zone.append(paragraphe(element("strong", `Échéance : ${texte}`), regle));
    if (e.jours.length) {
      const jours = e.jours.join(" ; ");
      zone.append(element("p", `${jours[0].toUpperCase()}${jours.slice(1)}.`, "fr-text--sm"));
    }
  }
}

async function calculer() {
  const numero = ++derniere;
  const parametres = new URLSearchParams({ registre: formulaire.dataset.registre });
  const saisie = new FormData(formulaire);
  for (const champ of CHAMPS) if (saisie.get(champ)) parametres.set(champ, saisie.get(champ));
  try {
    const reponse = await fetch(`${formulaire.dataset.echeance}?${parametres}`);
    if (reponse.ok) {
      const lue = await reponse.json();
      if (numero === derniere) montrer(lue);
    }
  } catch {
    // No network: the button remains.
  }
}

formulaire.addEventListener("change", (evenement) => {
  if (CHAMPS.includes(evenement.target.name)) calculer();
});
