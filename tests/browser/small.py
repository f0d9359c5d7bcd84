"""Pictures of a page in few colours: a quarter of the bytes, and nobody sees the difference."""

from __future__ import annotations

import base64
import struct
import zlib

from tests.browser.chromium import Tab

COUNT = """
(async () => {
  const answer = await fetch("data:image/png;base64,%s");
  const image = await createImageBitmap(await answer.blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const ctx = canvas.getContext("2d");
  ctx.drawImage(image, 0, 0);
  const { data } = ctx.getImageData(0, 0, image.width, image.height);
  const cells = new Map();
  const keyOf = (n) => ((data[n] >> 2) << 12) | ((data[n + 1] >> 2) << 6) | (data[n + 2] >> 2);
  for (let n = 0; n < data.length; n += 4) {
    const cell = cells.get(keyOf(n)) || cells.set(keyOf(n), [0, 0, 0, 0]).get(keyOf(n));
    cell[0] += 1; cell[1] += data[n]; cell[2] += data[n + 1]; cell[3] += data[n + 2];
  }
  const found = [...cells.values()].map(([count, ...sums]) =>
    ({ count, far: Infinity, colour: sums.map((sum) => Math.round(sum / count)) }));
  found.sort((a, b) => b.count - a.count);
  const worth = (one) => Math.sqrt(one.count) * one.far;
  const apart = (one, other) =>
    one.reduce((sum, part, n) => sum + (part - other[n]) ** 2, 0);
  const colours = [];
  while (colours.length < Math.min(256, found.length)) {
    // the commonest, then whatever is common and unlike all that is chosen
    const next = colours.length
      ? found.reduce((best, one) => (worth(one) > worth(best) ? one : best)) : found[0];
    colours.push(next.colour);
    for (const one of found) one.far = Math.min(one.far, apart(one.colour, next.colour));
  }
  const near = new Map();
  const nearest = (r, g, b) => {
    let best = 0, least = Infinity;
    colours.forEach(([x, y, z], place) => {
      const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (far < least) { least = far; best = place; }
    });
    return best;
  };
  let places = "";
  for (let n = 0; n < data.length; n += 4) {
    const key = keyOf(n);
    if (!near.has(key)) near.set(key, nearest(data[n], data[n + 1], data[n + 2]));
    places += String.fromCharCode(near.get(key));
  }
  return { wide: image.width, high: image.height, colours, places: btoa(places) };
})()
"""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def few_colours(tab: Tab, picture: bytes) -> bytes:
    """A PNG as one of at most 256 colours, the most telling of its own; chosen by the browser.

    Args:
        tab: any page without a policy of its own, such as ``about:blank``.
    """
    found = tab.js(COUNT % base64.b64encode(picture).decode())
    wide, high = found["wide"], found["high"]
    places = base64.b64decode(found["places"])
    rows = b"".join(b"\0" + places[y * wide : (y + 1) * wide] for y in range(high))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", bytes(part for colour in found["colours"] for part in colour))
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )
