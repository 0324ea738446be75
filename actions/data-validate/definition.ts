import { defineAction } from '../../shared/kernel/define-action.ts';

export const definition = defineAction({
  name: 'data-validate',
  title: 'Data',
  question: 'Is this data fit to train on?',
  description:
    'Checks tables (CSV, TSV, JSON, Parquet, Arrow; packed, partitioned, elsewhere or in a database) against declared expectations and takes the fingerprint that later steps hold the training to.',
  inputs: {
    data: {
      type: 'list',
      description:
        "Files to check: paths or globs, one a line; also addresses with s3://, gs:// or https://, .sql files with a query, and source:<name> of the configuration. Defaults to the model's data.train in the configuration file.",
      example: 'data/train/*.parquet',
    },
    reference: {
      type: 'list',
      description:
        "Files the data must look like: same columns and types, and between half and twice as many rows. Defaults to none; the model's data.reference is not used.",
      example: 'data/last-month.parquet',
    },
    checks: {
      type: 'string',
      description:
        "A YAML file with a list called checks, or a suite of Great Expectations, SodaCL, pandera, Frictionless, dbt or DQDL as it is. Defaults to the model's validate section in the configuration file.",
      example: 'data-checks.yml',
    },
    infer: {
      type: 'boolean',
      default: false,
      description:
        'Derive checks from the data, write them to the file named by checks (default data-checks.yml), and run them. An existing file is run as it is, and what the data would change in it is reported and written beside it.',
    },
    environment: {
      type: 'string',
      description:
        'Which of the environments that the checks declare this data is for: checks with another one in when are left out.',
      example: 'serve',
    },
    'show-values': {
      type: 'boolean',
      default: false,
      description:
        'Show up to five failing values in the report. Off by default: values may be personal data.',
    },
  },
  outputs: {
    fingerprint: {
      description: 'Digest of the content of all data files, as sha256:<hex>.',
    },
    'rows-digest': {
      description:
        'Digest of the rows, the same in whatever order and format they stand. Empty where it was not taken.',
    },
    rows: { description: 'How many rows the data has.' },
    'failed-checks': { description: 'How many checks failed, warnings included.' },
  },
  permissions: {
    contents: { access: 'read', reason: 'to read the data and the configuration' },
    'pull-requests': { access: 'write', reason: 'to write the comment' },
    checks: { access: 'write', reason: 'to show the step beside the commit; optional' },
  },
});
