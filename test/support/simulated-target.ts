import type { World } from '../../actions/deploy-canary/drive.ts';
import {
  type Deployment,
  deploymentSchema,
  latencyBounds,
  noTraffic,
  type TrafficReport,
  type VersionTraffic,
  weightsOf,
} from '../../shared/domain/rollout.ts';

/** How a simulated model behaves under load. */
export interface SimulatedModel {
  /** Errors in a hundred requests, evenly spread. */
  errorPercent?: number;
  latencyMs?: number;
  /** It never becomes ready. */
  broken?: boolean;
  /** Its server ends once, this many milliseconds after it got traffic. */
  crashAfterMs?: number;
}

/** Thrown where a simulated step is killed. */
export class Killed extends Error {}

/**
 * A target on a clock that moves only when somebody waits: what a step reads and writes survives
 * it, as files do, so a step can be killed before any of its effects and another one sent after it.
 */
export class SimulatedTarget {
  /** Every deployment ever written, oldest first. */
  readonly written: Deployment[] = [];
  readonly #models: Readonly<Record<string, SimulatedModel>>;
  readonly #ratePerSecond: number;
  #time = Date.parse('2026-03-01T12:00:00Z');
  #windowBegan = 0;

  constructor(models: Readonly<Record<string, SimulatedModel>>, ratePerSecond: number) {
    this.#models = models;
    this.#ratePerSecond = ratePerSecond;
  }

  get deployment(): Deployment | undefined {
    return this.written.at(-1);
  }

  /** The world of one step, which is killed right before its n-th effect (0: never). */
  world(killAt = 0): World & { effects(): number } {
    let effects = 0;
    const effect = (): void => {
      effects += 1;
      if (effects === killAt) throw new Killed(`before effect ${killAt}`);
    };
    return {
      effects: () => effects,
      write: async (next) => {
        effect();
        this.#write(next);
      },
      observe: async () => {
        effect();
        return this.#report();
      },
      answers: () => ({ canary: [], stable: [] }),
      open: async () => effect(),
      change: () => ({ at: new Date(this.#time).toISOString(), by: 'ada' }),
      clock: () => this.#time,
      wait: async (milliseconds) => {
        effect();
        this.#time += milliseconds;
      },
      say: () => undefined,
    };
  }

  #write(next: Deployment): void {
    const before = this.deployment?.revision ?? 0;
    if (next.revision !== before + 1) throw new Error(`${next.revision} after ${before}`);
    const sum = [...weightsOf(next, next.weight).values()].reduce((total, one) => total + one, 0);
    if (sum !== 100 && next.stable !== null && next.phase !== 'stopped') {
      throw new Error(`weights add up to ${sum}`);
    }
    this.written.push(deploymentSchema.parse(next));
    this.#windowBegan = this.#time;
  }

  #report(): TrafficReport {
    const { deployment } = this;
    if (deployment === undefined) throw new Error('nothing was written');
    const { stable, canary, weight, revision } = deployment;
    const requests = Math.floor(((this.#time - this.#windowBegan) / 1000) * this.#ratePerSecond);
    const ofCanary = Math.floor((requests * weight) / 100);
    const servers = [stable, canary].flatMap((one) =>
      one === null ? [] : [[one.id, this.#server(one.id, weight)] as const],
    );
    return {
      revision,
      weight,
      stable: stable?.id ?? null,
      servers: Object.fromEntries(servers),
      stage: {
        canary: this.#traffic(canary?.id, ofCanary),
        stable: this.#traffic(stable?.id, requests - ofCanary),
      },
    };
  }

  #server(id: string, weight: number): TrafficReport['servers'][string] {
    const { broken, crashAfterMs } = this.#models[id] ?? {};
    if (broken) return { state: 'failed', restarts: 3, error: 'these weights do not fit' };
    const crashed =
      crashAfterMs !== undefined && weight > 0 && this.#time - this.#windowBegan >= crashAfterMs;
    return { state: 'ready', restarts: crashed ? 1 : 0 };
  }

  #traffic(id: string | undefined, requests: number): VersionTraffic {
    if (id === undefined) return noTraffic();
    const { errorPercent = 0, latencyMs = 10 } = this.#models[id] ?? {};
    const bucket = latencyBounds.findIndex((bound) => latencyMs <= bound);
    const latencies = latencyBounds.map((_, i) => (i === bucket ? requests : 0));
    const errors = Math.floor((requests * errorPercent) / 100);
    return { requests, errors, strangers: 0, latencies };
  }
}
