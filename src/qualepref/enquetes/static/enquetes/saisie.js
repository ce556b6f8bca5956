// Types a sheet with the keyboard alone: one key per answer, the focus moves by itself. Without it,
// the same boxes take the same keys, and the Tab key goes from one to the next.
const feuille = document.querySelector("form[data-saisie]");
const annonce = document.getElementById("eq-annonce");
const fin = feuille.querySelector("[data-fin]");
const lignes = [...feuille.querySelectorAll("[data-ligne]")].map((ligne) => ({
  ligne,
  code: ligne.dataset.ligne,
  champ: ligne.querySelector("[data-frappe]"),
  condition: ligne.dataset.condition && JSON.parse(ligne.dataset.condition),
  options: new Map(
    [...ligne.querySelectorAll("[data-touche]")].map((o) => [o.dataset.touche.toLowerCase(), o]),
  ),
}));
const parCode = new Map(lignes.map((une) => [une.code, une]));

const MULTIPLE = "choix-multiple";
const LIBRES = ["nombre", "date", "texte"];
const genre = (une) => une.champ.dataset.frappe;
const sans = (une) => une.champ.dataset.sans;

// The keys of a box, as an array; a key longer than one letter is a code, apart from the others.
function touches(une) {
  const tapees = une.champ.value.trim().toLowerCase();
  if (!tapees || tapees === sans(une)) return [];
  if (genre(une) !== MULTIPLE) return [tapees];
  return tapees
    .split(/[\s,;.+/-]+/)
    .flatMap((morceau) => (une.options.has(morceau) ? [morceau] : [...morceau]));
}

function codes(une) {
  return touches(une)
    .filter((touche) => une.options.has(touche))
    .map((touche) => une.options.get(touche).dataset.option);
}

// What a box holds as a number; an empty one holds none, which nothing compares with.
function nombre(une) {
  const texte = une.champ.value.trim().replace(",", ".");
  return texte === "" ? NaN : Number(texte);
}

const COMPARER = {
  egal: (a, b) => a === b,
  superieur: (a, b) => a > b,
  superieur_ou_egal: (a, b) => a >= b,
  inferieur: (a, b) => a < b,
  inferieur_ou_egal: (a, b) => a <= b,
};

function remplie(condition) {
  if (!condition) return true;
  if (condition.toutes) return condition.toutes.every(remplie);
  if (condition.au_moins_une) return condition.au_moins_une.some(remplie);
  const une = parCode.get(condition.question);
  if (!une || une.champ.disabled) return false;
  const options = typeof condition.egal === "string" ? [condition.egal] : condition.parmi;
  if (options) return codes(une).some((code) => options.includes(code));
  return Object.entries(COMPARER).some(
    ([nom, comparer]) => nom in condition && comparer(nombre(une), condition[nom]),
  );
}

function montrer() {
  for (const une of lignes) {
    const posee = remplie(une.condition);
    une.champ.disabled = !posee;
    une.ligne.classList.toggle("eq-ligne--passee", !posee);
    const passe = une.ligne.querySelector(".eq-passe");
    if (passe) passe.hidden = posee;
    const choisies = touches(une);
    for (const [touche, option] of une.options)
      option.classList.toggle("eq-choisie", choisies.includes(touche));
  }
}

function dire(texte) {
  annonce.textContent = texte;
}

function aller(une, pas) {
  const ouvertes = lignes.filter((autre) => !autre.champ.disabled);
  const cible = ouvertes[ouvertes.indexOf(une) + pas];
  if (cible) {
    cible.champ.focus();
    if (cible.champ.select) cible.champ.select();
  } else if (pas > 0) fin.focus();
  // Far enough to read the next question too.
  (cible ? cible.ligne : fin).scrollIntoView({ block: "center" });
}

function poser(une, valeur, suite) {
  une.champ.value = valeur;
  montrer();
  const choisies = touches(une).map((t) => une.options.get(t)?.textContent.trim().slice(t.length));
  dire(choisies.length ? choisies.join(", ").trim() : "sans réponse");
  if (suite) aller(une, 1);
}

// On a French keyboard, the digits of the upper row come without Shift too.
function lire(evenement) {
  const touche = evenement.key.toLowerCase();
  const chiffre = /^(?:Digit|Numpad)(\d)$/.exec(evenement.code);
  return chiffre && !/^[a-z]$/.test(touche) ? chiffre[1] : touche;
}

function choisir(une, touche) {
  if (touche === sans(une) || touche === " ") return poser(une, sans(une), true);
  if (!une.options.has(touche)) return dire(`« ${touche} » n’est pas une réponse de cette question.`);
  if (genre(une) !== MULTIPLE) return poser(une, touche, true);
  const deja = touches(une);
  const restent = deja.filter((autre) => autre !== touche);
  return poser(une, (restent.length < deja.length ? restent : [...deja, touche]).join(""), false);
}

function frapper(une, evenement) {
  const { champ } = une;
  if (evenement.ctrlKey || evenement.altKey || evenement.metaKey) return;
  const ferme = !LIBRES.includes(genre(une));
  const vide = champ.value === "";
  const prendre = () => evenement.preventDefault();
  if (evenement.key === "Enter" && !evenement.shiftKey) {
    prendre();
    if (!evenement.repeat) aller(une, 1);
  } else if (evenement.key === "Backspace" && (vide || ferme)) {
    prendre();
    if (vide) aller(une, -1);
    else poser(une, genre(une) === MULTIPLE ? touches(une).slice(0, -1).join("") : "", false);
  } else if (evenement.key === "ArrowDown" && genre(une) !== "texte") {
    prendre();
    aller(une, 1);
  } else if (evenement.key === "ArrowUp" && genre(une) !== "texte") {
    prendre();
    aller(une, -1);
  } else if (evenement.key === " " && vide && !ferme && genre(une) !== "texte") {
    prendre();
    aller(une, 1);
  } else if (ferme && une.options.size && (evenement.key.length === 1 || /^Numpad\d$/.test(evenement.code))) {
    // Options named by a whole word are typed in full.
    if ([...une.options.keys()].some((touche) => touche.length > 1)) return;
    prendre();
    // A key held down answers once.
    if (!evenement.repeat) choisir(une, lire(evenement));
  }
}

for (const une of lignes) {
  une.champ.addEventListener("keydown", (evenement) => frapper(une, evenement));
  une.champ.addEventListener("input", montrer);
  for (const [touche, option] of une.options)
    option.addEventListener("click", () => {
      if (!une.champ.disabled) choisir(une, touche);
    });
}

montrer();
feuille.classList.add("eq-feuille--vive");
const fautive = feuille.querySelector("[aria-invalid=true]");
if (fautive) fautive.focus();
else if ("enchaine" in feuille.dataset && lignes.length) lignes[0].champ.focus();
