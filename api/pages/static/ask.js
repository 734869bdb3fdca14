// Asks without leaving the page, shows the answer as it comes, opens sources beside it. Without this script the same
// form is sent and the same answer comes as a page.
import { Beside } from "./beside.js";

const root = document.body.dataset.root;
const thread = document.querySelector("[data-thread]");
const answers = document.querySelector("[data-answers]");

/** Text with **strong** and *emphasis*, as nodes; never as markup. */
function inline(text) {
  const made = document.createDocumentFragment();
  for (const part of text.split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/)) {
    const strong = part.startsWith("**") && part.endsWith("**") && part.length > 4;
    const emphasis = !strong && part.startsWith("*") && part.endsWith("*") && part.length > 2;
    if (strong || emphasis) {
      const node = document.createElement(strong ? "strong" : "em");
      node.textContent = part.slice(strong ? 2 : 1, strong ? -2 : -1);
      made.append(node);
    } else made.append(part.replaceAll("\\*", "*"));
  }
  return made;
}

/** The events of a server-sent stream, one after the other. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    for (let end; (end = rest.indexOf("\n\n")) >= 0; rest = rest.slice(end + 2)) {
      const lines = rest.slice(0, end).split("\n");
      const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n");
      if (name) yield { name, data: JSON.parse(data) };
    }
  }
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function started(question) {
  const heading = element("h2", { className: "question", tabIndex: -1 },
    element("span", { className: "note", textContent: "You asked" }), " ", question);
  const text = element("div", { className: "text" });
  const status = element("p", { className: "note waiting", textContent: "Looking it up" });
  status.setAttribute("role", "status");
  const article = element("article", { className: "answer" }, heading, status, text);
  answers.append(article);
  article.scrollIntoView({ block: "start" });
  return { article, text, status };
}

async function stream(question, conversation, shown) {
  const response = await fetch(`${root}/v1/ask/stream`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(conversation ? { question, conversation_id: conversation } : { question }),
  });
  if (!response.ok) throw new Error((await response.json()).detail);
  let list = null, place = shown.text, done = null;
  for await (const { name, data } of events(response)) {
    if (name === "section") {
      if (data.heading) shown.text.append(element("h3", {}, inline(data.heading)));
      list = data.listed;
      place = element(list ? "ul" : "p");
      shown.text.append(place);
    } else if (name === "sentence") {
      const said = element(list ? "li" : "span", {}, inline(data.text), " ", data.markers.map((m) => `[${m}]`).join(" "), " ");
      place.append(said);
    } else if (name === "done") done = data;
  }
  if (!done) throw new Error("The answer broke off. Please ask again.");
  return done;
}

async function settle(article, done) {
  const response = await fetch(`${root}/answer/${encodeURIComponent(done.id)}/part`);
  if (!response.ok) return article;
  const held = new DOMParser().parseFromString(await response.text(), "text/html");
  const whole = document.adoptNode(held.querySelector("article"));
  article.replaceWith(whole);
  return whole;
}

async function ask(form, question) {
  const hidden = form.elements.conversation_id;
  const buttons = document.querySelectorAll("form button");
  buttons.forEach((button) => { button.disabled = true; });
  document.querySelector("[data-problem]")?.remove();
  document.querySelectorAll("[data-intro] .lead, [data-suggested]").forEach((part) => { part.hidden = true; });
  document.querySelector("[data-intro] h1")?.classList.add("small");
  const shown = started(question);
  try {
    const done = await stream(question, hidden?.value, shown);
    const whole = await settle(shown.article, done);
    prepare(whole);
    if (!hidden) form.append(element("input", { type: "hidden", name: "conversation_id", value: done.conversation_id }));
    form.elements.question.value = "";
    form.querySelector("label").textContent = "Ask something else";
    form.querySelector("#hint")?.remove();
    form.elements.question.removeAttribute("aria-describedby");
    history.replaceState(null, "", `${root}/conversation/${encodeURIComponent(done.conversation_id)}`);
    const heading = whole.querySelector(".question");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    whole.querySelector("[data-said]")?.replaceChildren("Answered.");
  } catch (error) {
    shown.article.remove();
    const box = element("div", { className: "problem" }, element("h2", { textContent: "There is a problem" }),
      element("p", { textContent: error instanceof TypeError ? "The server cannot be reached. Please try again." : error.message }));
    box.setAttribute("role", "alert");
    box.dataset.problem = "";
    form.before(box);
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

/** Puts an answer's buttons to work. */
function prepare(article) {
  const said = article.querySelector("[data-said]");
  const copy = article.querySelector("[data-copy]");
  const print = article.querySelector("[data-print]");
  const share = article.querySelector("[data-share]");
  async function keep(text, words) {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = words;
    } catch {
      said.textContent = "Copying is not allowed here.";
    }
  }
  if (copy) {
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", () => keep(article.querySelector("[data-plain]").value, "Copied."));
  }
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (share && navigator.clipboard) share.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    keep(share.href, "The link is copied.");
  });
}

const beside = new Beside(document);
document.addEventListener("click", (event) => {
  const marker = event.target.closest("a.cite");
  if (marker && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    beside.open(marker);
  }
});
document.querySelectorAll("article.answer").forEach(prepare);

const form = thread?.querySelector("form[data-ask]");
if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const question = form.elements.question.value.trim();
    if (question) ask(form, question);
  });
  form.elements.question.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  document.querySelector("[data-suggestions]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form, event.submitter.value);
  });
}
