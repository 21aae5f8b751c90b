// Before the first paint: the theme chosen last time, or the system's. Without script the stylesheet follows the system.
(function () {
  let scheme = "system";
  try {
    scheme = localStorage.getItem("scheme") || scheme;
  } catch {
    // storage refused: the system's theme it is
  }
  const root = document.documentElement;
  const dark = scheme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : scheme === "dark";
  root.dataset.frScheme = scheme;
  root.dataset.frTheme = dark ? "dark" : "light";
  root.classList.add("bf-has-script");
})();
