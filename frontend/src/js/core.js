// Loaded by every page of signed-in people: htmx, Alpine (its CSP build), our components.
// A face's own script (cashier.js) stands before this one and listens to `alpine:init`.
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org";
import "./components.js";
import { onReady } from "./shell.js";

htmx.config.includeIndicatorCSS = false; // app.css has the two rules; inline styles are refused
htmx.config.inlineScriptNonce = "";

const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";
document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRFToken"] = csrf();
});

window.Alpine = Alpine; // what a face's own script finds when `alpine:init` comes
onReady(() => Alpine.start());
