import type { ActionDefinition } from '../kernel/define-action.ts';
import type { Host } from '../ports/host.ts';
import { memoryHost } from './memory.ts';

/** The host this process runs on. */
export function detectHost(_definition: ActionDefinition): Host {
  return memoryHost();
}
