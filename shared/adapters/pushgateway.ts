import { externalError, usageError } from '../kernel/action-error.ts';
import type { MetricsPush } from '../ports/metrics-push.ts';
import { gateway } from './messages.ts';

/** A service in the same network answers at once; a step does not wait for one that is down. */
const patienceMs = 10_000;

/** Prometheus's Pushgateway, 1.0 and later. */
export function pushgateway(): MetricsPush {
  return {
    async replace(address, grouping, text, signal) {
      const { url, headers } = target(address, grouping);
      const request = {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        body: forPushgateway(text),
        redirect: 'error' as const,
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      };
      const response = await fetch(url, request).catch((cause: unknown) => {
        const message = gateway.noAnswer(url.host);
        throw externalError('pushgateway-unreachable', message, gateway.checkAddress, cause);
      });
      const answer = (await response.text().catch(() => '')).trim().slice(0, 300);
      if (response.ok) return;
      const message = gateway.refused(url.host, response.status, answer);
      throw externalError('pushgateway-refused', message, gateway.seeLog);
    },
  };
}

/** Address and headers of a group. A user name and password go into a header, not into messages. */
function target(address: string, grouping: Readonly<Record<string, string>>) {
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed === undefined || !/^https?:$/u.test(parsed.protocol)) {
    throw usageError('pushgateway-address', gateway.notHttp, gateway.giveAddress);
  }
  const { username, password } = parsed;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = username === '' ? {} : { authorization: `Basic ${btoa(user)}` };
  const labels = Object.entries(grouping).map(
    // Values may hold slashes and be empty, which only their base64 form can say.
    ([name, value]) => `${name}@base64/${Buffer.from(value).toString('base64url') || '='}`,
  );
  const path = `${parsed.pathname.replace(/\/+$/u, '')}/metrics/${labels.join('/')}`;
  return { url: new URL(path, parsed.origin), headers };
}

/** The text format without what only OpenMetrics has: its units and its end. */
function forPushgateway(text: string): string {
  return text.replaceAll(/^# (?:UNIT .*|EOF)\n/gmu, '');
}
