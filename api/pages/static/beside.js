// A source, opened beside the answer that cites it. Escape or its button closes it, and the focus goes back.

export class Beside {
  #panel = null;
  #marker = null;

  constructor(document) {
    this.document = document;
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#panel) this.close();
    });
  }

  /** Shows the source that `marker` points to. */
  open(marker) {
    const source = this.document.getElementById(marker.dataset.source);
    if (!source) return;
    this.close(false);
    const panel = this.document.createElement("aside");
    panel.className = "beside";
    panel.setAttribute("aria-labelledby", "beside-title");
    panel.tabIndex = -1;
    const close = this.document.createElement("button");
    close.className = "close second";
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => this.close());
    const title = this.document.createElement("h2");
    title.id = "beside-title";
    title.textContent = `Source ${marker.textContent}`;
    const copy = this.document.createElement("div");
    copy.className = "source";
    copy.append(...[...source.childNodes].map((node) => node.cloneNode(true)));
    panel.append(close, title, copy);
    this.document.querySelector("main").append(panel);
    this.document.body.classList.add("has-beside");
    marker.setAttribute("aria-expanded", "true");
    this.#panel = panel;
    this.#marker = marker;
    panel.focus({ preventScroll: true });
    marker.scrollIntoView({ block: "nearest" });
    panel.querySelector("mark")?.scrollIntoView({ block: "nearest" });
  }

  close(back = true) {
    this.#panel?.remove();
    this.document.body.classList.remove("has-beside");
    this.#marker?.removeAttribute("aria-expanded");
    if (back) this.#marker?.focus();
    this.#panel = this.#marker = null;
  }
}
