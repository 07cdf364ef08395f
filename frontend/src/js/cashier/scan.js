// Reads a QR code with the camera: natively where the browser can, else by plain script (no WASM).
const EVERY_MS = 120;
const WIDEST = 640;

async function reader(video) {
  if ("BarcodeDetector" in window) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video))[0]?.rawValue;
  }
  const { default: decode } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    const share = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = video.videoWidth * share;
    canvas.height = video.videoHeight * share;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    try { return decode(context.getImageData(0, 0, canvas.width, canvas.height)); } catch { return ""; }
  };
}

export async function scan(video, milliseconds = 20000) {
  const wanted = { facingMode: "environment", width: { ideal: 1280 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
  try {
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const read = await reader(video);
    for (const end = Date.now() + milliseconds; Date.now() < end && !video.hidden;) {
      const found = await read();
      if (found) { navigator.vibrate?.(60); return found; }
      await new Promise((done) => { setTimeout(done, EVERY_MS); });
    }
    return "";
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    video.hidden = true;
  }
}
