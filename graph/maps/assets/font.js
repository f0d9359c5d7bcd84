/* The typeface comes with the page, as bytes: nothing is asked of any address. */
const Font = (() => {
  const NAME = "Coterie Inter";
  const RANGES = ["U+0000-00FF,U+2010-2212", "U+0100-021B,U+1E9E"];
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  /* Ready or not: without it the page uses what the machine has. */
  const load = () =>
    Promise.allSettled(FONTS.map((text, n) => {
      const face = new FontFace(NAME, bytes(text), { weight: "400 700", unicodeRange: RANGES[n] });
      document.fonts.add(face);
      return face.load();
    }));

  return { load };
})();
