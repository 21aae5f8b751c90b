// While a worker is at an import, its page asks itself again; without this script a link does it.
const EVERY = 2000;

async function again() {
  const answer = await fetch(window.location.href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  const page = answer?.ok ? await answer.text().catch(() => null) : null; // cut in the middle: asked again
  const fresh = page && new DOMParser().parseFromString(page, "text/html");
  const [here, there] = [document.getElementById("follow"), fresh?.getElementById("follow")];
  if (here && there) {
    if (there.dataset.going) {
      const [bar, told] = [here.querySelector(".ex-progress"), there.querySelector(".ex-progress")];
      const [title, said] = [here.querySelector("h1"), there.querySelector("h1")];
      if (bar.innerHTML !== told.innerHTML) bar.replaceChildren(...told.childNodes);
      if (title.textContent !== said.textContent) title.textContent = said.textContent;
    } else {
      // It is over: the title says how, and the focus goes there so that it is heard.
      here.replaceWith(there);
      document.title = fresh.title;
      document.getElementById("follow-title").focus();
      return;
    }
  }
  window.setTimeout(again, EVERY);
}

window.setTimeout(again, EVERY / 2);
