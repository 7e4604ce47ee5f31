// Large type and high contrast: the checkboxes work without this script (theme.css, site.css);
// it only remembers the choice from page to page. Loaded before the page is drawn, so that nothing jumps.
(function () {
  "use strict";
  var KEY = "reading";
  var CHOICES = { "large-type": "large", "high-contrast": "contrast" };
  var root = document.documentElement;

  function stored() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch (error) {
      return {};
    }
  }

  function show(name, on) {
    if (on) {
      root.setAttribute("data-" + name, "");
    } else {
      root.removeAttribute("data-" + name);
    }
  }

  var chosen = stored();
  Object.keys(CHOICES).forEach(function (id) {
    show(CHOICES[id], chosen[id] === true);
  });

  document.addEventListener("DOMContentLoaded", function () {
    Object.keys(CHOICES).forEach(function (id) {
      var box = document.getElementById(id);
      if (!box) {
        return;
      }
      box.checked = chosen[id] === true;
      box.addEventListener("change", function () {
        chosen[id] = box.checked;
        show(CHOICES[id], box.checked);
        try {
          localStorage.setItem(KEY, JSON.stringify(chosen));
        } catch (error) {
          // The browser keeps nothing: the choice holds for this page.
        }
      });
    });
  });
})();
