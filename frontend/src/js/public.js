// Loaded by pages for everybody (sign-in, join, receipt, a club's page): small, without a framework.
import { onReady } from "./shell.js";

onReady(() => {});
