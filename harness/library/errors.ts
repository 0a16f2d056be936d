/** The process that a run takes place in ended before its time. This is a fault of the suite or of the machine. */
export class RunCrashed extends Error {
  override readonly name = 'RunCrashed';
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  /** Undefined where it exited by itself. */
  readonly signal: NodeJS.Signals | undefined;
  /** The last that it wrote to its standard error. */
  readonly output: string;

  constructor({ exitCode, signal, output }: Pick<RunCrashed, 'exitCode' | 'signal' | 'output'>) {
    const how = signal === undefined ? `with exit code ${exitCode}` : `by ${signal}`;
    super(`The process of the run was ended ${how}${output === '' ? '.' : `: ${output}`}`);
    this.exitCode = exitCode;
    this.signal = signal;
    this.output = output;
  }
}
