/* Somebody who types is not idle: tells the server now and then. Says so five minutes before an idle sitting ends. */
(() => {
    "use strict";
    const { idleMinutes, stay } = document.currentScript.dataset;
    const limit = Number(idleMinutes) * 60000;
    const warning = Math.min(5 * 60000, limit / 3);
    let told = Date.now();
    let notice = null;

    const token = () => {
        const config = document.getElementById("wagtail-config");
        return config ? JSON.parse(config.textContent).CSRF_TOKEN : "";
    };
    const seen = () => {
        if (Date.now() - told < warning / 2) return;
        told = Date.now();
        if (notice) notice.remove();
        notice = null;
        fetch(stay, { method: "POST", headers: { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" } });
    };
    const watch = () => {
        if (notice || Date.now() - told < limit - warning) return;
        notice = document.createElement("p");
        notice.className = "zt-sitting";
        notice.setAttribute("role", "status");
        notice.textContent = `您已较长时间未操作，约${Math.round(warning / 60000)}分钟后将自动退出。请保存正在填写的内容，或继续操作。`;
        document.body.append(notice);
    };
    document.addEventListener("DOMContentLoaded", () => {
        if (!document.getElementById("wagtail-sidebar")) return;
        ["input", "click", "keydown"].forEach((kind) => document.addEventListener(kind, seen, { passive: true }));
        setInterval(watch, 15000);
    });
})();
