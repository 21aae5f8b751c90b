// Keeps what is typed in a form as a draft, a few seconds after the last sign; a button does it without this script.
const AFTER = 3000;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const told = form.querySelector("[data-draft-told]");
  let timer = 0;
  let sent = false;

  const keep = async () => {
    timer = 0;
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    typed.set("brouillon", "auto");
    // As a form without files sends it: a draft has none.
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(typed) }).catch(() => null);
    const kept = await answer?.json().catch(() => null); // not JSON: a session that ended, a fault
    if (!sent) told.textContent = kept?.said ?? told.dataset.fault;
  };

  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, AFTER);
  });
  form.addEventListener("submit", () => {
    sent = true;
    window.clearTimeout(timer);
  });
  // Who leaves the page at once keeps what was typed too.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer && !sent) {
      window.clearTimeout(timer);
      const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => !(value instanceof File)));
      typed.set("brouillon", "auto");
      navigator.sendBeacon(form.action, typed);
      timer = 0;
    }
  });
}
