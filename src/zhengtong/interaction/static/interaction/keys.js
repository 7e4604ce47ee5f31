/* Keys on a message's page: Ctrl+S saves the draft, Ctrl+Enter hands it in. Without script the buttons do the same. */
(function () {
    "use strict";
    document.addEventListener("keydown", function (event) {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) { return; }
        var wanted = event.key === "Enter" ? "submit" : event.key.toLowerCase() === "s" ? "save" : "";
        var button = wanted && document.querySelector("[data-key='" + wanted + "']");
        if (!button) { return; }
        event.preventDefault();
        button.form.requestSubmit(button);
    });
})();
