import type { Channel } from '../config/sections/alerts.ts';

/** A fact beside the message: a column and what it did. Plain text, from data, untrusted. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/**
 * One message to people. Every text is plain: a channel writes it so that nothing of it acts
 * (no mention, link or markup). Only `link` is an address.
 */
export interface Notification {
  /** The same when this very message is sent again, because it is not known to have arrived. */
  readonly id: string;
  /** The same for all messages about one trouble, so that receivers can fold repetitions. */
  readonly key: string;
  /** trigger: it is there. resolve: it is gone. digest: what can wait, collected. */
  readonly event: 'trigger' | 'resolve' | 'digest';
  readonly level: 'p0' | 'p1' | 'p2';
  readonly model: string;
  /** `owner/name` of the repository, where the host knows it. */
  readonly source: string | undefined;
  readonly title: string;
  readonly summary: string;
  readonly facts: readonly Fact[];
  /** The run with the whole report; http or https. */
  readonly link: string | undefined;
  readonly at: Date;
}

/** One channel. */
export interface Notifier {
  /**
   * Resolves once the receiver has said that it took the message.
   *
   * @throws ActionError (external): `channel-refused`, `channel-unavailable`. Neither the address
   *   nor a secret is in it.
   */
  send(notification: Notification): Promise<void>;
}

/** Of a channel: `secret` gives the value of an environment variable, masked from then on. */
export type OpenNotifier = (
  name: string,
  channel: Channel,
  secret: (variable: string) => string | undefined,
) => Notifier;
