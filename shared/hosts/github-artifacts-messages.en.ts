import type { StepName } from '../domain/step.ts';

export const artifactMessages = {
  title: 'Evidence between jobs',
  record: 'The record',
  files: 'What the record names',

  leftOut: (files: readonly string[], limit: string) =>
    `Stays on this machine: ${files.join(', ')}. The files of one step travel to other jobs up to ${limit} in all. Run the steps that need them in this job.`,
  received: (what: string, from: StepName, attempt: number) =>
    `${what} of ${from} came from an earlier job of this run (attempt ${attempt}) and was checked.`,
  absent: (step: StepName, job: string | undefined) =>
    `No record of ${step} is here, and no job of this run has left one. If one should, ${job === undefined ? 'this job' : `the job "${job}"`} must name it under \`needs:\`.`,
  filesAbsent: (step: StepName, files: readonly string[], limit: string) =>
    `The record of ${step} names files that are not here: ${files.join(', ')}. The job that ran ${step} did not hand them on; the files of one step travel up to ${limit} in all. Run this step in the same job where it needs them.`,
  notAsked: (reason: string) => `It could not be asked what earlier jobs left: ${reason}`,

  service: (action: string, reason: string) => ({
    message: `The artifact service did not ${action}: ${reason}.`,
    hint: 'Run the job again; where it stays so, run the steps in one job, which shares its folder.',
  }),
  keep: (name: string) => `keep the artifact ${name}`,
  list: "list the run's artifacts",
  handOver: (name: string) => `hand over the artifact ${name}`,
  noAnswer: (seconds: number) => `no answer in ${seconds} s`,

  notARecord: (step: StepName, artifact: string, why: string) => ({
    message: `The artifact ${artifact} holds no record of ${step}: ${why}.`,
    hint: `Run the job with ${step} again. If another job uploads under this name, rename its artifact.`,
  }),
  about: (step: string, model: string) => `it is about ${step} of the model "${model}"`,
  noJson: (file: string) => `it has no ${file}, or one that is no JSON`,
  wrongForm: (where: string) => `its form is wrong${where}`,
  otherCommit: (step: StepName, theirs: string, ours: string) => ({
    message: `The record of ${step} that came from an earlier job is about commit ${theirs.slice(0, 7)}, and this job is about ${ours.slice(0, 7)}.`,
    hint: 'Check out the same commit in every job of the workflow.',
  }),
  otherFile: (path: string, step: StepName, how: string) => ({
    message: `The file ${path} that came from an earlier job is not the one ${step} recorded: ${how}.`,
    hint: `Run the job with ${step} again, and this one after it.`,
  }),
  otherSize: (found: number, wanted: number) => `it has ${found} bytes and not ${wanted}`,
  otherDigest: 'its SHA-256 differs',
  outside: (path: string, step: StepName) => ({
    message: `The record of ${step} names the file ${JSON.stringify(path)}, which lies outside of the working directory or behind a link.`,
    hint: `Let ${step} write below the working directory; files elsewhere do not travel.`,
  }),
  tooLarge: (name: string, size: string, limit: string) => ({
    message: `The artifact ${name} has ${size}, and ${limit} are allowed.`,
    hint: 'Run the job that left it again; if another job uploads under this name, rename its artifact.',
  }),

  larger: (size: string, limit: string) => `it has ${size}, and ${limit} are allowed.`,
  notFetched: (why: number | string) => `it could not be fetched (${why}).`,
  broken: 'the connection broke off',
  gone: 'it has expired.',

  archive: (reason: string) => ({
    message: `The archive is refused: ${reason}.`,
    hint: 'Run the job that left it again; archives with evidence are written by the steps only.',
  }),
  archiveReasons: {
    notZip: 'it is not a whole ZIP archive',
    directory: 'its directory is damaged',
    twice: 'it holds two files of one name',
    lacks: (name: string) => `it holds no ${name}`,
    tooManyFiles: (found: number, allowed: number) =>
      `it holds ${found} files, and ${allowed} ${allowed === 1 ? 'is' : 'are'} allowed`,
    tooManyBytes: (found: number, allowed: number) =>
      `unpacked it would take ${found} bytes, and ${allowed} are allowed`,
    name: (name: string) => `the name ${name} would leave its folder, or is no name`,
    link: (name: string) => `${name} is a link`,
    unusual: (name: string) => `${name} is encrypted or packed in an unusual way`,
    elsewhere: (name: string) => `${name} does not begin where the directory says`,
    larger: (name: string) => `${name} is larger than its directory says`,
    damaged: (name: string) => `${name} is damaged`,
    unpacking: (name: string) => `${name} cannot be unpacked`,
  },
};
