/* Date and time fields: what Wagtail starts with a script inside the page is started from here, so that pages need none. */
(() => {
    "use strict";
    const starters = { date: "initDateChooser", time: "initTimeChooser", datetime: "initDateTimeChooser" };
    const start = () => {
        document.querySelectorAll("script[data-zt-chooser]:not([data-zt-started])").forEach((marker) => {
            const starter = window[starters[marker.dataset.ztChooser]];
            if (!starter) return;
            marker.dataset.ztStarted = "";
            starter(marker.dataset.ztFor, JSON.parse(marker.textContent));
        });
    };
    document.addEventListener("DOMContentLoaded", () => {
        start();
        new MutationObserver(start).observe(document.body, { childList: true, subtree: true });
    });
})();
