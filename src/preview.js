// The browser's side of `griot serve`: reloads, swaps style sheets, shows problems.
// It is added to pages as they are served and is part of no site that `griot build` writes.
(() => {
  "use strict";
  const made = document.currentScript.dataset;
  const key = "griot-preview " + location.pathname;
  let style = made.style;
  let stream = null;
  let overlay = null;

  // Where the reader was, kept over a reload.
  const keep = () => {
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    try {
      sessionStorage.setItem(key, JSON.stringify({ x: scrollX, y: scrollY, open }));
    } catch { /* Without storage the page begins at its top. */ }
  };
  const restore = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
      if (!kept) return;
      document.querySelectorAll("details").forEach((details, at) => {
        if (at < kept.open.length) details.open = kept.open[at];
      });
      scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    } catch { /* Nothing was kept. */ }
  };
  const reload = () => {
    keep();
    close();
    location.reload();
  };

  // Style sheets may have new names, so the page is asked which it has now.
  const restyle = async (state) => {
    const answer = await fetch(location.href);
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sheets = (from) => [...from.querySelectorAll("link[rel~=stylesheet], style")];
    const [old, fresh] = [sheets(document), sheets(now)];
    if (old.length !== fresh.length) return reload();
    old.forEach((sheet, at) => {
      const next = document.importNode(fresh[at], true);
      if (next.matches("link")) {
        const address = new URL(next.getAttribute("href"), location.href);
        address.searchParams.set("griot", state.style);
        next.href = address.href;
        // The old sheet stays until the new one is there, or the page would flash.
        next.addEventListener("load", () => sheet.remove());
        next.addEventListener("error", () => sheet.remove());
        sheet.after(next);
      } else if (next.textContent !== sheet.textContent) {
        sheet.replaceWith(next);
      }
    });
  };

  // The text comes from content: it enters as text, never as markup. Styles are set one by one,
  // since a page may forbid style sheets within it.
  const dress = (element, styles) => {
    for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
    return element;
  };
  const show = (problems) => {
    if (overlay) overlay.remove();
    overlay = null;
    if (!problems) return;
    overlay = dress(document.createElement("div"), {
      all: "initial", position: "fixed", inset: "0", "z-index": "2147483647", overflow: "auto",
      padding: "1.5rem", background: "rgb(20 20 20 / 96%)", color: "#f5f5f5", direction: "ltr",
      font: "14px/1.5 ui-monospace, monospace", "box-sizing": "border-box",
    });
    overlay.setAttribute("role", "alertdialog");
    overlay.setAttribute("aria-label", "Problems of the tracker");
    overlay.tabIndex = -1;
    const title = dress(document.createElement("p"), {
      margin: "0 0 1rem", font: "bold 18px/1.4 system-ui, sans-serif", color: "#ff8a80",
    });
    title.textContent = "The site has problems. This page is from before them.";
    if (made.page === "0") title.textContent = "The site cannot be made yet.";
    const button = dress(document.createElement("button"), {
      float: "right", font: "14px system-ui, sans-serif", padding: "0.3rem 0.8rem",
    });
    button.textContent = "Hide";
    button.addEventListener("click", () => show(null));
    const text = dress(document.createElement("pre"), {
      margin: "0", "white-space": "pre-wrap", "overflow-wrap": "anywhere", font: "inherit",
    });
    text.textContent = problems;
    overlay.append(button, title, text);
    overlay.addEventListener("keydown", (event) => event.key === "Escape" && show(null));
    document.documentElement.append(overlay);
    overlay.focus();
  };

  const heard = (event) => {
    const state = JSON.parse(event.data);
    if (state.boot !== made.boot || state.page !== made.page) return reload();
    if (state.style !== style) {
      style = state.style;
      restyle(state).catch(reload);
    }
    show(state.problems);
  };
  // A browser keeps few streams to one server: pages that nobody sees give theirs back.
  const close = () => {
    if (stream) stream.close();
    stream = null;
  };
  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource("/__griot/events");
    stream.addEventListener("message", heard);
  };
  addEventListener("load", restore);
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  open();
})();
