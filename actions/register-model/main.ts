import { ociLayoutRegistry } from '../../shared/adapters/oci-layout/registry.ts';
import type { Start } from '../../shared/hosts/start.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

export const step = {
  definition,
  run: (context) => run(context, { registry: ociLayoutRegistry }),
} satisfies Start<typeof definition>;
