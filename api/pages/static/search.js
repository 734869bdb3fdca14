// Searches as the reader types. Without this script the form is sent and the results come as a page.
const root = document.body.dataset.root;
const form = document.querySelector("[data-search]");
const list = document.querySelector("[data-results]");
const status = document.querySelector("[data-status]");
const PAUSE = 250;
let waiting = 0;
let running = null;

/** The page that an identifier leads to, wherever it says it is served. */
function page(uri) {
  if (!uri) return null;
  const [, rest] = new URL(uri).pathname.split(/\/id\/(.*)/s);
  return rest ? `${root}/page/${rest}` : null;
}

function item(found) {
  const row = document.createElement("li");
  const head = document.createElement("p");
  const kind = Object.assign(document.createElement("span"), { className: "kind", textContent: found.kind });
  const there = page(found.uri);
  const name = Object.assign(document.createElement(there ? "a" : "span"), { textContent: found.id });
  if (there) name.href = there;
  head.append(kind, " ", name);
  const text = found.text.length > 280 ? `${found.text.slice(0, 277)}...` : found.text;
  row.append(head, Object.assign(document.createElement("p"), { textContent: text }));
  return row;
}

async function search() {
  const words = form.elements.q.value.trim();
  running?.abort();
  if (words.length < 2) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  running = new AbortController();
  try {
    const response = await fetch(`${root}/v1/search?k=20&q=${encodeURIComponent(words)}`, { signal: running.signal });
    const body = await response.json();
    if (!response.ok) {
      status.textContent = body.detail;
      return;
    }
    list.replaceChildren(...body.results.map(item));
    status.textContent = body.results.length === 1 ? "1 result" : `${body.results.length} results`;
    history.replaceState(null, "", `${root}/search?q=${encodeURIComponent(words)}`);
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = "The server cannot be reached. Please try again.";
  }
}

form.elements.q.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, PAUSE);
});
