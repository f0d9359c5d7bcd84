/* The shortest way between two people: through people who act together, else through content. */
const Path = (() => {
  /* Breadth first; of equally short ways the one over stronger ties. `next` gives [{other, weight}]. */
  const shortest = (from, to, next) => {
    const before = new Map([[from, null]]);
    let ring = [from];
    while (ring.length && !before.has(to)) {
      const found = new Map();
      for (const id of ring) {
        for (const { other, weight } of next(id)) {
          if (before.has(other)) continue;
          const best = found.get(other);
          if (!best || weight > best.weight) found.set(other, { id, weight });
        }
      }
      for (const [other, { id }] of found) before.set(other, id);
      ring = [...found.keys()];
    }
    if (!before.has(to)) return null;
    const way = [];
    for (let id = to; id !== null; id = before.get(id)) way.unshift(id);
    return way;
  };

  const over = (kinds) => (id) =>
    (Data.around.get(id) || []).filter(({ edge }) => kinds.includes(edge.kind))
      .map(({ other, edge }) => ({ other, weight: edge.weight }));

  const between = (from, to) =>
    shortest(from, to, over(["acts", "bridge"])) || shortest(from, to, over(["acts", "bridge", "touch"]));

  return { shortest, between };
})();
