import type { StepName } from '../domain/step.ts';

interface Advice {
  readonly message: string;
  readonly hint: string;
}

export const title = 'Evidence between jobs';

export function leftOut(files: readonly string[], limit: string): string {
  return `Stays on this machine: ${files.join(', ')}. The files of one step travel to other jobs up to ${limit} in all. Run the steps that need them in this job.`;
}

export function received(what: string, from: StepName, attempt: number): string {
  return `${what} of ${from} came from an earlier job of this run (attempt ${attempt}) and was checked.`;
}

export function absent(step: StepName, job: string | undefined): string {
  const here = job === undefined ? 'this job' : `the job "${job}"`;
  return `No record of ${step} is here, and no job of this run has left one. If one should, ${here} must name it under \`needs:\`.`;
}

export function filesAbsent(step: StepName, files: readonly string[], limit: string): string {
  return `The record of ${step} names files that are not here: ${files.join(', ')}. The job that ran ${step} did not hand them on; the files of one step travel up to ${limit} in all. Run this step in the same job where it needs them.`;
}

export function notAsked(reason: string): string {
  return `It could not be asked what earlier jobs left: ${reason}`;
}

export function notARecord(step: StepName, artifact: string, why: string): Advice {
  return {
    message: `The artifact ${artifact} holds no record of ${step}: ${why}.`,
    hint: `Run the job with ${step} again. If another job uploads under this name, rename its artifact.`,
  };
}

export function otherCommit(step: StepName, theirs: string, ours: string): Advice {
  return {
    message: `The record of ${step} that came from an earlier job is about commit ${theirs.slice(0, 7)}, and this job is about ${ours.slice(0, 7)}.`,
    hint: 'Check out the same commit in every job of the workflow.',
  };
}

export function otherFile(path: string, step: StepName, how: string): Advice {
  return {
    message: `The file ${path} that came from an earlier job is not the one ${step} recorded: ${how}.`,
    hint: `Run the job with ${step} again, and this one after it.`,
  };
}

export function outsideWorkingDirectory(path: string, step: StepName): Advice {
  return {
    message: `The record of ${step} names the file ${JSON.stringify(path)}, which lies outside of the working directory or behind a link.`,
    hint: `Let ${step} write below the working directory; files elsewhere do not travel.`,
  };
}
