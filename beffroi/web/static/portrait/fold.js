// On a narrow screen forty open boxes make a page of a hundred screens: they start folded, one tap away.
if (matchMedia("(max-width: 61.99em)").matches) {
  for (const box of document.querySelectorAll("details.fig-quality[open]")) box.open = false;
}
