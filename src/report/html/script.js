"use strict";
(() => {
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  const count = document.getElementById("count");
  if (!form || !list || !count) return;
  const articles = Array.from(list.querySelectorAll("article"));
  const texts = articles.map((article) => article.textContent.toLowerCase());
  const apply = () => {
    const words = form.elements.namedItem("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const kinds = new Set(Array.from(form.querySelectorAll("input[name=kind]:checked"), (box) => box.value));
    const rule = form.elements.namedItem("rule").value;
    let shown = 0;
    articles.forEach((article, index) => {
      const fits = kinds.has(article.dataset.kind) && (rule === "" || rule === article.dataset.rule) && words.every((word) => texts[index].includes(word));
      article.hidden = !fits;
      if (fits) shown += 1;
    });
    count.textContent = `${shown} of ${articles.length} shown`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const link of document.querySelectorAll("a[data-kind]")) {
    link.addEventListener("click", () => {
      form.elements.namedItem("words").value = "";
      form.elements.namedItem("rule").value = "";
      for (const box of form.querySelectorAll("input[name=kind]")) box.checked = box.value === link.dataset.kind;
      apply();
    });
  }
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.hidden) target.hidden = false;
  };
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  apply();
  reveal();
})();
