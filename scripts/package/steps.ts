/** A step that can't be taken here. It is told, and fails nothing. */
export class NotHere extends Error {}

/** Steps that are taken one after the other, each told when it has ended. */
export class Steps {
  #passed = 0;
  #skipped = 0;
  failed = 0;

  /** Gives what the step gives; undefined where it failed or could not be taken. */
  async run<T>(name: string, step: () => Promise<T>): Promise<T | undefined> {
    const began = performance.now();
    try {
      const result = await step();
      this.#passed++;
      console.log(`✓ ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
      return result;
    } catch (error) {
      if (error instanceof NotHere) {
        this.skip(name, error.message);
      } else {
        this.failed++;
        console.log(`✗ ${name}\n${error instanceof Error ? error.message : String(error)}`);
      }
      return undefined;
    }
  }

  skip(name: string, reason: string): void {
    this.#skipped++;
    console.log(`– ${name}: skipped, ${reason}`);
  }

  summary(): string {
    return `Package: ${this.#passed} passed, ${this.failed} failed, ${this.#skipped} skipped`;
  }
}
