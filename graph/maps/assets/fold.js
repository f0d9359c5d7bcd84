/* Text as search sees it: no accents, no case. */
const fold = (text) =>
  String(text || "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/ß/g, "ss").replace(/ø/g, "o").replace(/ł/g, "l").replace(/đ/g, "d").replace(/æ/g, "ae")
    .replace(/œ/g, "oe").replace(/ı/g, "i").trim();
