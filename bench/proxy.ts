/**
 * How fast the proxy is, beside what it could be: a plain proxy on undici, which is its own foundation,
 * http-proxy-3 alone, and nginx, HAProxy and Caddy where they are installed. Pod, proxy and load each have a thread
 * of their own, so a proxy has one core at most. Subjects take turns, several times, so that a busy machine is
 * unfair to all alike.
 *
 *     node bench/proxy.ts [--seconds=10] [--connections=50] [--body=60] [--subjects=reference,undici,nginx]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { LoadResult } from './proxy/load.ts';
import { isInstalled, type ProgramName, programNames, startProgram } from './proxy/programs.ts';
import { type SubjectName as WorkerName, subjectNames as workerNames } from './proxy/subjects.ts';

type SubjectName = WorkerName | ProgramName;
const subjectNames: readonly SubjectName[] = [...workerNames, ...programNames.filter(isInstalled)];

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '50' },
    body: { type: 'string', default: '60' },
    subjects: { type: 'string', default: subjectNames.join(',') },
  },
});
const rounds = 4;
const connections = Number(values.connections);
const subjects = values.subjects.split(',').filter(isSubject);
const milliseconds = (Number(values.seconds) * 1_000) / rounds / subjects.length;

const pod = await startWorker('pod', { body: Number(values.body) });
const results = new Map<SubjectName, LoadResult[]>();
const running: Running[] = [pod];
const ports = new Map<SubjectName, number>();
try {
  for (const name of subjects) {
    const subject = isProgram(name)
      ? await startProgram(name, pod.port)
      : await startWorker('subjects', { name, pod: pod.port });
    running.push(subject);
    ports.set(name, subject.port);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, port] of ports) {
      const result = await load(port);
      // The first round warms up.
      if (round > 0) results.set(name, [...(results.get(name) ?? []), result]);
    }
  }
} finally {
  for (const { stop } of running) await stop();
}
print();

interface Running {
  readonly port: number;
  stop(): Promise<unknown>;
}

/** Starts the worker and waits for the port that it listens on. */
async function startWorker(file: string, workerData: object): Promise<Running> {
  const worker = new Worker(new URL(`./proxy/${file}.ts`, import.meta.url), { workerData });
  const [port] = await once(worker, 'message');
  return { port, stop: () => worker.terminate() };
}

async function load(port: number): Promise<LoadResult> {
  const workerData = { port, connections, milliseconds };
  const worker = new Worker(new URL('./proxy/load.ts', import.meta.url), { workerData });
  const [result] = await once(worker, 'message');
  await worker.terminate();
  return result;
}

function print(): void {
  const rate = (name: SubjectName): number => median(results.get(name)?.map((result) => result.rate) ?? []);
  const base = rate('reference');
  console.log(`${connections} connections, answers of ${values.body} bytes, ${rounds - 1} rounds each\n`);
  console.log('subject         requests/s   reference is   p50 ms   p99 ms');
  for (const name of subjects) {
    const all = results.get(name) ?? [];
    const columns = [
      name.padEnd(14),
      rate(name).toFixed(0).padStart(11),
      (base === 0 ? '' : `${(base / rate(name)).toFixed(2)} ×`).padStart(15),
      median(all.map((result) => result.p50))
        .toFixed(2)
        .padStart(9),
      median(all.map((result) => result.p99))
        .toFixed(2)
        .padStart(9),
    ];
    console.log(columns.join(''));
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function isProgram(name: SubjectName): name is ProgramName {
  return programNames.some((known) => known === name);
}

function isSubject(name: string): name is SubjectName {
  return subjectNames.some((known) => known === name);
}
