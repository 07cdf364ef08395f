// Sales that are not yet known to be recorded. A sale is written here before it is sent, and leaves
// when the server has answered it; under its key the server records it once, however often it comes.
import { openDB } from "idb";

const opened = openDB("vafa-cashier", 1, {
  upgrade(base) { base.createObjectStore("queue", { keyPath: "key" }); },
});

export const put = async (item) => (await opened).put("queue", item);
export const drop = async (key) => (await opened).delete("queue", key);
export const all = async () => (await (await opened).getAll("queue")).sort((one, two) => one.at - two.at);

// Sends what waits, oldest first, one tab at a time. `send` gives what `ask` gives. Returns the answers by key.
export async function flush(send, mine = "") {
  const answers = {};
  const go = async () => {
    for (const item of await all()) {
      if (item.reason) continue;
      const answer = await send(item);
      if (answer.away || answer.out) { answers[item.key] = answer; break; }
      answers[item.key] = answer;
      if (answer.status < 300 || item.key === mine) await drop(item.key);
      else await put({ ...item, reason: answer.data.text, isKept: Boolean(answer.data.kept) });
    }
  };
  await (navigator.locks ? navigator.locks.request("vafa-cashier", go) : go());
  return answers;
}
