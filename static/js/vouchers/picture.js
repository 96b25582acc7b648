// A voucher as a picture for the photos on a phone: drawn from what stands on the page.

const [WIDTH, EDGE, QR] = [1080, 90, 720];
const [PAPER, INK, SOFT] = ["#fffcf5", "#231b15", "#62564a"];

export async function savePicture(ticket, name) {
  const square = await pictureOf(ticket.querySelector(".ticket__qr svg"));
  const words = (part) => ticket.querySelector(part)?.textContent.trim() ?? "";
  const canvas = document.createElement("canvas");
  const lines = [
    { text: words(".ticket__shop"), size: 48, bold: true },
    { text: words(".ticket__worth"), size: 150, bold: true },
    { text: words(".ticket__title"), size: 56, bold: true },
    { square },
    { text: words(".ticket__typed strong"), size: 72, bold: true },
    ...[...ticket.querySelectorAll(".ticket__facts div")].map(({ children }) => ({ text: [...children].map((part) => part.textContent.trim()).join(": "), size: 34 })),
  ];
  draw(canvas, lines);
  download(await new Promise((done) => canvas.toBlob(done, "image/png")), name);
}

/** Twice: first to learn how high it becomes. */
function draw(canvas, lines) {
  for (const height of [1, heightOf(canvas, lines)]) Object.assign(canvas, { width: WIDTH, height });
  const pen = canvas.getContext("2d");
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textAlign = "center";
  lines.reduce((y, line) => (line.square ? drawSquare(pen, line.square, y) : write(pen, line, y)), EDGE);
}

function heightOf(canvas, lines) {
  const pen = canvas.getContext("2d");
  return lines.reduce((y, line) => y + (line.square ? QR + 60 : rowsOf(pen, line).length * line.size * 1.3 + 12), 2 * EDGE);
}

function drawSquare(pen, square, y) {
  pen.imageSmoothingEnabled = false;
  pen.drawImage(square, (WIDTH - QR) / 2, y, QR, QR);
  return y + QR + 60;
}

function write(pen, line, y) {
  const rows = rowsOf(pen, line);
  pen.fillStyle = line.bold ? INK : SOFT;
  rows.forEach((row, number) => pen.fillText(row, WIDTH / 2, y + line.size * (1 + number * 1.3)));
  return y + rows.length * line.size * 1.3 + 12;
}

/** The words of a line in rows that fit. */
function rowsOf(pen, { text, size, bold }) {
  pen.font = `${bold ? "bold " : ""}${size}px system-ui, sans-serif`;
  const rows = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${rows.at(-1)} ${word}`.trim();
    if (rows.at(-1) && pen.measureText(longer).width > WIDTH - 2 * EDGE) rows.push(word);
    else rows[rows.length - 1] = longer;
  }
  return rows;
}

async function pictureOf(svg) {
  const copy = svg.cloneNode(true);
  copy.setAttribute("width", QR);
  copy.setAttribute("height", QR);
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await picture.decode();
  return picture;
}

function download(picture, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
