/** The candidate nearest to what was written, in any case; undefined where none is near enough to have been meant. */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  return nearestPath(
    [written],
    Array.from(candidates, (candidate) => [candidate]),
  )?.[0];
}

/** The same for names of several parts: each part must be near to its counterpart. */
export function nearestPath(
  written: readonly string[],
  candidates: Iterable<readonly string[]>,
): readonly string[] | undefined {
  let best: readonly string[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = pathDistance(written, candidate);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

function pathDistance(written: readonly string[], candidate: readonly string[]): number {
  if (written.length !== candidate.length) {
    return Number.POSITIVE_INFINITY;
  }
  let sum = 0;
  for (const [index, part] of written.entries()) {
    // A slip or three; in a short word one, or it would turn into quite another.
    const slips = Math.min(3, Math.max(1, Math.floor(part.length / 3)));
    const distance = editDistance(part.toLowerCase(), (candidate[index] ?? '').toLowerCase(), slips + 1);
    sum += distance > slips ? Number.POSITIVE_INFINITY : distance;
  }
  return sum;
}

/**
 * How many characters have to be added, removed, replaced or swapped with their neighbour (optimal string
 * alignment) to get from one text to the other; `limit` where it is at least that many.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) {
    return limit;
  }
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const costs = [
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : limit,
      ];
      current.push(Math.min(...costs));
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(limit, at(last, to.length));
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
