// Our components: custom elements and small behaviours, each in its own file.
import "./charts.js";
import "./jalali-date.js";
import "./lists.js";
import "./money-input.js";
import "./sheets.js";
import "./till.js";
import "./toasts.js";
