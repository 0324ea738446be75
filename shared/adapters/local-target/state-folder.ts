import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Digest } from '../../domain/digest.ts';
import { type Deployment, deploymentSchema } from '../../domain/rollout.ts';
import { writeAtomically } from '../../files/write-atomically.ts';
import { usageError } from '../../kernel/action-error.ts';
import { targets } from './messages.ts';

/** Where the gateway can be reached. */
export const gatewaySchema = z.strictObject({
  pid: z.number().int(),
  port: z.number().int().min(1).max(65_535),
  /** Told apart from an earlier gateway that had the same port. */
  instance: z.string(),
});
export type GatewayAddress = z.infer<typeof gatewaySchema>;

/** The folder of one deployment: everything the step, the gateway and the servers share. */
export class StateFolder {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  path(...parts: readonly string[]): string {
    return join(this.directory, ...parts);
  }

  /** The folder with a model's files. */
  modelPath(id: Digest): string {
    return this.path('models', id.slice('sha256:'.length));
  }

  async readDeployment(): Promise<Deployment | undefined> {
    const path = this.path('deployment.json');
    const text = await readIfThere(path);
    if (text === undefined) return undefined;
    const parsed = deploymentSchema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw usageError('deployment-invalid', targets.unknownForm(path), targets.stopOrRemove);
  }

  async writeDeployment(next: Deployment): Promise<void> {
    const text = `${JSON.stringify(deploymentSchema.parse(next), null, 2)}\n`;
    await writeAtomically(this.path('deployment.json'), text);
  }

  async readGateway(): Promise<GatewayAddress | undefined> {
    const text = await readIfThere(this.path('gateway.json'));
    return text === undefined ? undefined : gatewaySchema.safeParse(parseJson(text)).data;
  }

  /** The port of the last gateway, also after it ended; 0: there was none. */
  async readPort(): Promise<number> {
    const port = Number((await readIfThere(this.path('port'))) ?? 0);
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
  }

  async writeGateway(address: GatewayAddress): Promise<void> {
    await writeAtomically(this.path('port'), String(address.port));
    await writeAtomically(this.path('gateway.json'), `${JSON.stringify(address)}\n`);
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
