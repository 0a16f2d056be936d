/** What an implementation says of its dynamic configuration, in the shape of Traefik v2.10's `/api/rawdata`. */
import type { DynamicConfiguration } from './implementation.ts';

const answerTimeoutMs = 10_000;

/**
 * @param api where its API listens: `http://127.0.0.1:8080`
 * @throws Error that says what was asked and what came instead
 */
export async function readRawData(api: string): Promise<DynamicConfiguration> {
  const url = `${api}/api/rawdata`;
  const { status, text } = await ask(url);
  if (status !== 200) throw new Error(`${url} answered ${status}: ${text}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${url} answered with something that is not JSON: ${text}`);
  }
}

async function ask(url: string): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(`${url} could not be asked: ${cause instanceof Error ? cause.message : cause}`, {
      cause: error,
    });
  }
}
