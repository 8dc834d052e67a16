// Completion in the search box: the combobox of ARIA 1.2 with a list, https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
// Without JavaScript the box is a plain field of a form, and nothing is missing but this.
"use strict";
document.querySelectorAll("input[data-complete]").forEach((input, box) => {
  const WAIT = 150; // milliseconds without a key before we ask
  const list = document.createElement("ul");
  let active = -1, timer = 0, asking = null;

  list.id = box ? `completions-${box}` : "completions";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Ways to go on");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
    ["aria-controls", list.id], ["aria-haspopup", "listbox"]]) input.setAttribute(name, value);

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;

  function close() {
    clearTimeout(timer);
    if (asking) asking.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(place) {
    active = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[place].id);
    options()[place].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    input.value = option.dataset.text;
    close();
    // A form of several boxes goes off when the last of them is filled.
    if (input.form.checkValidity()) input.form.requestSubmit();
  }

  function show(texts, abouts) {
    list.replaceChildren(...texts.map((text, at) => {
      const option = document.createElement("li"), name = document.createElement("bdi");
      option.id = box ? `completion-${box}-${at}` : `completion-${at}`;
      option.setAttribute("role", "option");
      option.dataset.text = name.textContent = text;
      option.append(name);
      if (abouts[at]) {
        const about = document.createElement("span");
        about.className = "soft";
        about.textContent = abouts[at];
        option.append(" ", about);
      }
      option.addEventListener("click", () => take(option));
      return option;
    }));
    list.hidden = !texts.length;
    input.setAttribute("aria-expanded", String(texts.length > 0));
    mark(-1);
  }

  async function ask() {
    if (asking) asking.abort();
    const typed = input.value, mine = asking = new AbortController();
    if (!typed.trim()) return close();
    try {
      const answer = await fetch(`${input.dataset.complete}?q=${encodeURIComponent(typed)}`, { signal: mine.signal });
      const [, texts, abouts] = answer.ok ? await answer.json() : [typed, [], []];
      if (mine === asking && !mine.signal.aborted && document.activeElement === input) show(texts, abouts);
    } catch {
      // No completion now: what was typed can be searched all the same.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  // The box keeps the focus while the pointer chooses.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !isOpen()) {
      if (event.key === "ArrowDown") ask();
    } else if (step) {
      // Beyond either end is the box itself.
      mark(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && isOpen() && active >= 0) {
      take(options()[active]);
    } else if (event.key === "Escape" && isOpen()) {
      close();
    } else {
      if (event.key === "Enter") close();
      return;
    }
    event.preventDefault();
  });
});
