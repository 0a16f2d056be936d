/** Milliseconds that each of `times` calls took, sorted. */
export function measureEach(times: number, work: (index: number) => void): number[] {
  const durations: number[] = [];
  for (let index = 0; index < times; index++) {
    const start = performance.now();
    work(index);
    durations.push(performance.now() - start);
  }
  return durations.sort((a, b) => a - b);
}

/** Prints a line of median, 99th percentile and maximum. */
export function report(title: string, sorted: readonly number[]): void {
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(3);
  const figures =
    sorted.length === 1 ? `${at(0)} ms` : `median ${at(0.5)} ms, p99 ${at(0.99)} ms, maximum ${at(1)} ms`;
  console.log(`  ${title.padEnd(32)} ${figures}`);
}
