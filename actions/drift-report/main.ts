import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { notifierOpener } from '../../shared/adapters/notifiers/open-notifier.ts';
import { pushgateway } from '../../shared/adapters/pushgateway.ts';
import { remoteSources } from '../../shared/adapters/remote/remote-sources.ts';
import { rowFeed } from '../../shared/adapters/row-feed/row-feed.ts';
import type { Start } from '../../shared/hosts/start.ts';
import { definition } from './definition.ts';
import { type Ports, run } from './run.ts';

/** What the step works with, outside of tests. */
export function ports(tables = duckdbTableReader()): Ports {
  return {
    tables,
    openNotifier: notifierOpener(),
    metricsPush: pushgateway(),
    rowFeed: rowFeed(),
  };
}

export const step = {
  definition,
  run: (context) => run(context, ports(duckdbTableReader({ sources: remoteSources(context) }))),
} satisfies Start<typeof definition>;
