/* Hides questions that the answers above make superfluous. Without script all are shown, each with its condition judged by the verb. */
(function () {
    "use strict";
    function answers(form, name) {
        return Array.from(form.elements)
            .filter(function (one) { return one.name === name && (one.type !== "checkbox" && one.type !== "radio" || one.checked); })
            .map(function (one) { return one.value; });
    }
    function look(form) {
        form.querySelectorAll("[data-when]").forEach(function (field) {
            var wanted = field.dataset.any.split(" ");
            var met = answers(form, field.dataset.when).some(function (value) { return wanted.indexOf(value) >= 0; });
            var place = field.closest(".w-field__wrapper") || field.parentElement;
            place.hidden = met === (field.dataset.never === "yes");
        });
    }
    document.addEventListener("DOMContentLoaded", function () {
        document.querySelectorAll("form.zt-form").forEach(function (form) {
            form.addEventListener("change", function () { look(form); });
            look(form);
        });
    });
})();
