// The feed's page: copies the address, searches the list. Without it the address is a text to select, the list whole.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const copy = async () => {
    const address = find("address");
    getSelection().selectAllChildren(address);
    const isCopied = await navigator.clipboard // which a page has only where it is served by https
      ?.writeText(address.textContent)
      .then(() => true, () => false);
    find("copied").textContent = isCopied || document.execCommand("copy") ? find("copied").dataset.copied : "";
  };
  if (find("copying")) {
    find("copying").hidden = false;
    find("copy").addEventListener("click", copy);
  }

  const search = () => {
    const wanted = folded(find("query").value.trim());
    const rows = [...document.querySelectorAll(".episodes > li")];
    for (const row of rows) row.hidden = !folded(row.firstElementChild.textContent).includes(wanted);
    const number = rows.filter((row) => !row.hidden).length;
    const { found, none } = find("matches").dataset;
    const told = number ? found.replace("{number}", number).replace("{count}", rows.length) : none;
    find("matches").textContent = wanted ? told : "";
  };
  if (find("search")) {
    find("search").hidden = false;
    find("query").addEventListener("input", search);
  }
})();
