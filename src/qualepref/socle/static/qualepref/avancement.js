// Tells how far a long work is, without reloading the page. Without it, the link does the same.
const zone = document.getElementById("avancement");
const PERIODE = 2000;

function copier(source, attribut, cible) {
  if (source.hasAttribute(attribut)) cible.setAttribute(attribut, source.getAttribute(attribut));
  else cible.removeAttribute(attribut);
}

function montrer(neuve) {
  const dit = zone.querySelector("[role=status]");
  const lien = zone.querySelector("a");
  if (!neuve) {
    dit.textContent = "Le traitement est terminé.";
    zone.querySelector("progress").remove();
    zone.querySelector("ol")?.remove();
    lien.textContent = "Voir le résultat";
    return;
  }
  const texte = neuve.querySelector("[role=status]").textContent;
  if (texte !== dit.textContent) dit.textContent = texte;
  copier(neuve.querySelector("progress"), "value", zone.querySelector("progress"));
  const etapes = neuve.querySelector("ol");
  if (etapes) zone.querySelector("ol").replaceWith(etapes);
  setTimeout(suivre, PERIODE);
}

async function suivre() {
  try {
    const reponse = await fetch(location.href);
    const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
    montrer(page.getElementById("avancement"));
  } catch {
    // No network: the link remains.
  }
}

setTimeout(suivre, PERIODE);
