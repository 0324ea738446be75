import { daemon } from '../../shared/adapters/local-target/daemon.ts';

/** The background processes of the local target, without the rest of the command line. */
process.exitCode = await daemon(process.argv.slice(2));
