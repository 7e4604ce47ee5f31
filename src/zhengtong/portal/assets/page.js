// Two conveniences: a print button, and a question before one leaves for a site that is not a government's.
// Without this script the page lacks the button, and links lead straight where they say.
(function () {
  "use strict";

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });

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
