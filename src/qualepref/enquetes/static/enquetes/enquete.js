// A form works without this file. With it: questions that are not to be asked are hidden as one
// answers, and a kiosk left alone goes back to its start, after asking whether somebody is there.
"use strict";

(() => {
  document.documentElement.classList.add("eq-script");
  const questions = [...document.querySelectorAll("[data-eq-condition]")];
  const prefixe = "q-";

  const lire = (code) => {
    const champs = [...document.querySelectorAll(`[name="${prefixe}${code}"]`)]
      .filter((champ) => !champ.closest("[hidden]"));
    return champs.filter((c) => !["radio", "checkbox"].includes(c.type) || c.checked)
      .map((c) => c.value.trim()).filter((valeur) => valeur !== "");
  };
  const comparer = {
    egal: (a, b) => a === b,
    superieur: (a, b) => a > b,
    superieur_ou_egal: (a, b) => a >= b,
    inferieur: (a, b) => a < b,
    inferieur_ou_egal: (a, b) => a <= b,
  };
  const tenir = (condition) => {
    if (condition.toutes) return condition.toutes.every(tenir);
    if (condition.au_moins_une) return condition.au_moins_une.some(tenir);
    if ("tenue" in condition) return condition.tenue;
    const valeurs = lire(condition.question);
    if (condition.parmi) return valeurs.some((valeur) => condition.parmi.includes(valeur));
    const nombre = Number((valeurs[0] || "").replace(/\s/g, "").replace(",", "."));
    return valeurs.length > 0 && Object.entries(comparer)
      .some(([nom, tient]) => nom in condition && tient(nombre, condition[nom]));
  };
  const accorder = () => questions.forEach((question) => {
    question.hidden = !tenir(JSON.parse(question.dataset.eqCondition));
  });
  if (questions.length) {
    document.addEventListener("input", accorder);
    accorder();
  }

  const veille = document.querySelector("[data-eq-retour]");
  if (!veille) return;
  const demande = typeof veille.showModal === "function";
  let minuterie;
  const partir = () => window.location.replace(veille.dataset.eqRetour);
  const avertir = () => {
    // A page that holds no answer is left without asking.
    if (!demande) return partir();
    veille.showModal();
    minuterie = setTimeout(partir, veille.dataset.eqAvertir * 1000);
  };
  const attendre = () => {
    clearTimeout(minuterie);
    minuterie = setTimeout(avertir, veille.dataset.eqSecondes * 1000);
  };
  ["pointerdown", "keydown", "input", "scroll"].forEach((geste) =>
    document.addEventListener(geste, () => veille.open || attendre(), { passive: true }));
  // The event "close" comes later than the choice: the choice itself stops the countdown.
  ["submit", "close"].forEach((fin) => veille.addEventListener(fin, attendre));
  attendre();
})();
