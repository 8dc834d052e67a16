// A button at every text that is there to be copied. Without this the text is chosen and copied by hand.
"use strict";

const said = document.getElementById("copied");

async function copy(box) {
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
  } catch {
    // Browsers keep the clipboard from pages without https; the selection can still be copied.
    document.execCommand("copy");
  }
}

for (const box of document.querySelectorAll("textarea.copy")) {
  const button = document.createElement("button");
  const name = box.labels[0].textContent;
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${name}`);
  button.addEventListener("click", async () => {
    await copy(box);
    button.textContent = "Copied";
    said.textContent = `Copied: ${name}`;
  });
  box.after(button);
}
