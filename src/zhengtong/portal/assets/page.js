// Conveniences: a print button, the words somebody has selected in the link to 我要找错, focus on what stands against a form,
// and a question before one leaves for a site that is not a government's.
// Without this script the page lacks the button, and links lead straight where they say.
(function () {
  "use strict";

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });

  // Selected words are gone by the time of the click on a phone: the last selection on the page is remembered.
  var CORRECTION = /^\/jiucuo\/$/;
  var selected = "";

  document.addEventListener("selectionchange", function () {
    var words = String(document.getSelection() || "").trim();
    if (words) {
      selected = words.slice(0, 200);
    }
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (link && link.host === location.host && CORRECTION.test(link.pathname) && location.pathname !== link.pathname) {
      var given = new URLSearchParams(link.search);
      given.set("page", given.get("page") || location.pathname);
      if (selected) {
        given.set("words", selected);
      }
      link.search = given.toString();
    }
  });

  var errors = document.getElementById("errors");
  if (errors) {
    errors.focus();
  }

  var GOVERNMENT = /\.(gov\.cn|xn--zfr164b)$/; // .政务 as the browser writes it

  function leaves(link) {
    return /^https?:$/.test(link.protocol) && link.host !== location.host && !GOVERNMENT.test(link.hostname);
  }

  function ask(link) {
    var dialog = document.createElement("dialog");
    var words = document.createElement("p");
    words.textContent = "您将离开本网站，前往 " + link.hostname + "。该网站的内容不由本网站负责。";
    var form = document.createElement("form");
    form.method = "dialog";
    [["继续前往", "go", "button"], ["留在本网站", "stay", "button plain"]].forEach(function (choice) {
      var button = document.createElement("button");
      button.textContent = choice[0];
      button.value = choice[1];
      button.className = choice[2];
      form.append(button);
    });
    dialog.append(words, form);
    dialog.addEventListener("close", function () {
      dialog.remove();
      if (dialog.returnValue === "go") {
        location.href = link.href;
      }
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("main a[href]") : null;
    var plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link && plain && leaves(link) && typeof HTMLDialogElement === "function") {
      event.preventDefault();
      ask(link);
    }
  });
})();
