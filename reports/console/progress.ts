import type { StatementEntry } from '../catalogue/statements.ts';
import type { RunEvent } from '../run-model.ts';
import { formatSuiteError } from '../suite-error.ts';
import { formatFailure } from './failure.ts';
import {
  type ConsoleStream,
  createStyle,
  type Environment,
  isInteractive,
  onOneLine,
  printable,
  type Style,
} from './style.ts';

/** Milliseconds between two lines of progress where lines stay. */
const plainInterval = 10_000;

/** Milliseconds between two drawings of the line that is written over. */
const drawInterval = 100;

/** Milliseconds after which the line is drawn anew although nothing happened, so that the time goes on. */
const idleInterval = 1_000;

export interface ProgressOptions {
  readonly stream: ConsoleStream;
  readonly environment: Environment;
  /** Milliseconds, from any origin. */
  readonly now: () => number;
  readonly statements: ReadonlyMap<string, StatementEntry>;
}

/**
 * Shows a run while it goes on: on a terminal one line that is written over, elsewhere a line now and then.
 * A failure is shown whole, at once.
 */
export class Progress {
  readonly style: Style;
  readonly #options: ProgressOptions;
  readonly #interactive: boolean;
  readonly #startedAt: number;
  readonly #running = new Map<string, string>();
  readonly #counts = { passed: 0, failed: 0, skipped: 0 };
  #selected = 0;
  #shownAt: number;
  #lineShown = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#interactive = isInteractive(options.stream, options.environment);
    this.style = createStyle(options.stream, options.environment);
    this.#startedAt = options.now();
    this.#shownAt = this.#startedAt;
    if (this.#interactive) {
      this.#timer = setInterval(() => this.#draw(), idleInterval);
      this.#timer.unref();
    }
  }

  /** @param selected how many scenarios will run, as far as it is known */
  show(event: RunEvent, selected: number): void {
    this.#selected = selected;
    switch (event.kind) {
      case 'scenario-started':
        this.#running.set(event.pickleId, event.name);
        break;
      case 'scenario-finished':
        this.#running.delete(event.scenario.pickleId);
        this.#counts[event.scenario.result.status] += 1;
        if (event.scenario.result.status === 'failed') {
          this.print(formatFailure(event.scenario, this.#options.statements, this.style));
        }
        break;
      case 'suite-error':
        this.print(`${this.style.red('ERROR')}  ${printable(formatSuiteError(event.error))}\n`);
        break;
    }
    const due = this.#interactive ? drawInterval : plainInterval;
    if (this.#options.now() - this.#shownAt >= due) {
      this.#draw();
    }
  }

  /** Prints text above the line of progress. */
  print(text: string): void {
    this.#erase();
    this.#options.stream.write(text);
  }

  /** Takes the line of progress away. To be called once, at the end. */
  end(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #draw(): void {
    this.#shownAt = this.#options.now();
    if (this.#interactive) {
      const width = (this.#options.stream.columns ?? 80) - 1;
      const characters = [...`${this.#line()}${this.#runningNow()}`];
      const line =
        characters.length <= width ? characters.join('') : `${characters.slice(0, width - 1).join('')}…`;
      this.#options.stream.write(`\r\u001b[2K${line}`);
      this.#lineShown = true;
    } else {
      this.#options.stream.write(`${this.#line()}\n`);
    }
  }

  #line(): string {
    const { passed, failed, skipped } = this.#counts;
    const done = passed + failed + skipped;
    const seconds = (this.#options.now() - this.#startedAt) / 1000;
    const rate = seconds > 0 ? done / seconds : 0;
    return [
      `${done} of ${this.#selected} scenarios`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
      ...(rate > 0
        ? [
            `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} per second`,
            `${roughly((this.#selected - done) / rate)} left`,
          ]
        : []),
    ].join(', ');
  }

  #runningNow(): string {
    const names = [...this.#running.values()];
    return names.length === 0 ? '' : ` · ${names.map(onOneLine).join(' · ')}`;
  }

  #erase(): void {
    if (this.#lineShown) {
      this.#options.stream.write('\r\u001b[2K');
      this.#lineShown = false;
    }
  }
}

/** To the whole second or minute: a remaining time is an estimate. */
function roughly(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
