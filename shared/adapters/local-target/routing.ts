import type { Digest } from '../../domain/digest.ts';
import {
  type Deployment,
  latencyBounds,
  noTraffic,
  type Stage,
  type VersionTraffic,
} from '../../domain/rollout.ts';
import { Splitter } from './splitter.ts';

/** Who answers a request, and where its outcome is counted. */
export interface Choice {
  readonly model: Digest;
  /** undefined: the weights were not the ones meant, so the window must not see it. */
  readonly count: VersionTraffic | undefined;
}

interface Route {
  readonly deployment: Deployment;
  readonly stable: Digest;
  readonly splitter: Splitter;
  readonly window: Pick<Stage, 'canary' | 'stable'>;
}

/**
 * Shares requests between stable and canary as the deployment says. The route is one value that
 * is replaced whole, so a request sees the old weights or the new ones, and one that is under way
 * ends where it began.
 */
export class Routing {
  #route: Route | undefined;
  #lastSign: number;
  readonly #clock: () => number;

  /** @param clock in milliseconds, from any start. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#lastSign = clock();
  }

  get revision(): number {
    return this.#route?.deployment.revision ?? 0;
  }

  get stable(): Digest | null {
    return this.#route?.stable ?? null;
  }

  get window(): Pick<Stage, 'canary' | 'stable'> {
    return this.#route?.window ?? { canary: noTraffic(), stable: noTraffic() };
  }

  /** A step is at work. */
  signOfLife(): void {
    this.#lastSign = this.#clock();
  }

  /** Whether a step gave a sign of life within the lease, in milliseconds. */
  isWatched(lease: number): boolean {
    return this.#clock() - this.#lastSign <= lease;
  }

  adopt(deployment: Deployment): void {
    const { stable, weight } = deployment;
    this.#route =
      stable === null || deployment.phase === 'stopped'
        ? undefined
        : {
            deployment,
            stable: stable.id,
            splitter: new Splitter(weight),
            window: { canary: noTraffic(), stable: noTraffic() },
          };
  }

  /**
   * The canary's share right now. It has none while it cannot answer, and none while nobody
   * watches it: a killed step must not leave users on an unproven model.
   */
  weight(isReady: (model: Digest) => boolean): number {
    const route = this.#route;
    if (route === undefined) return 0;
    const { canary, weight, rollout, phase } = route.deployment;
    if (canary === null || !isReady(canary.id)) return 0;
    const lease = rollout?.leaseMs ?? Number.POSITIVE_INFINITY;
    return phase !== 'progressing' || this.isWatched(lease) ? weight : 0;
  }

  /** undefined: nothing is served. */
  choose(isReady: (model: Digest) => boolean): Choice | undefined {
    const route = this.#route;
    if (route === undefined) return undefined;
    const { canary, weight } = route.deployment;
    const isAsMeant = this.weight(isReady) === weight;
    if (canary !== null && isAsMeant && route.splitter.next() === 'canary') {
      return { model: canary.id, count: route.window.canary };
    }
    return { model: route.stable, count: isAsMeant ? route.window.stable : undefined };
  }
}

/** What became of one request. */
export interface Outcome {
  readonly milliseconds: number;
  /** No answer, or one of status 500 and above: what the client did wrong is no fault of a model. */
  readonly isError: boolean;
  /** The answer came from another model than the one asked. */
  readonly isStranger: boolean;
}

export function countOutcome(traffic: VersionTraffic | undefined, outcome: Outcome): void {
  if (traffic === undefined) return;
  traffic.requests++;
  if (outcome.isError) traffic.errors++;
  if (outcome.isStranger) traffic.strangers++;
  const bucket = latencyBounds.findIndex((bound) => outcome.milliseconds <= bound);
  traffic.latencies[bucket] = (traffic.latencies[bucket] ?? 0) + 1;
}
