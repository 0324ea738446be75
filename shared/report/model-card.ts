import type { Table } from '../domain/cell.ts';
import { type StatedCard, statedCardSchema } from '../domain/model-card.ts';
import type { Metric, StepRecord } from '../domain/record.ts';
import type { StepName } from '../domain/step.ts';
import { markdownCode, markdownLine, markdownText } from './escape.ts';
import { formatNumber } from './format-number.ts';
import { markdownRows } from './markdown-cells.ts';
import { type CardFacts, cardMetadata } from './model-card-metadata.ts';
import { metricTitle, signAndWord } from './wording.ts';

/** The parts of a record that a card is filled from: a step that still runs has no times yet. */
export type CardRecord = Pick<
  StepRecord,
  | 'step'
  | 'model'
  | 'subject'
  | 'verdict'
  | 'summary'
  | 'metrics'
  | 'findings'
  | 'tables'
  | 'inputs'
>;

const notRecorded = '*Not recorded.*';

/**
 * A model card in the form that Hugging Face describes: a metadata block, then the usual sections.
 * Everything stands in the records of one model; what none of them knows is said to be missing.
 *
 * @param records of one model, at most one a step
 * @see https://huggingface.co/docs/hub/model-card-annotated
 */
export function renderModelCard(records: readonly CardRecord[]): string {
  const of = (step: StepName) => records.find((record) => record.step === step);
  const sources: Sources = {
    validation: of('data-validate'),
    training: of('train-on-gpu-runner'),
    gate: of('evaluate-gate'),
    registration: of('register-model'),
    stated: statedIn(of('evaluate-gate')),
    model: records[0]?.model ?? 'model',
  };
  const sections = [
    `# ${markdownText(sources.model, 200)}`,
    paragraph(sources.stated.description),
    ...details(sources),
    ...uses(sources.stated),
    ...risks(sources),
    ...training(sources),
    ...evaluation(sources),
    ...examination(sources),
    ...impact(sources),
    '## Model Card Contact',
    paragraph(sources.stated.contact),
  ];
  return `${cardMetadata(factsOf(sources))}\n${sections.join('\n\n')}\n`;
}

interface Sources {
  readonly validation: CardRecord | undefined;
  readonly training: CardRecord | undefined;
  readonly gate: CardRecord | undefined;
  readonly registration: CardRecord | undefined;
  readonly stated: StatedCard;
  readonly model: string;
}

/** What the makers say of the model, as the gate's record holds its policy. */
function statedIn(gate: CardRecord | undefined): StatedCard {
  const policy = gate?.inputs.policy;
  const stated = isObject(policy) ? policy['model-card'] : undefined;
  const parsed = statedCardSchema.safeParse(stated ?? {});
  return parsed.success ? parsed.data : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textInput(record: CardRecord | undefined, name: string): string | undefined {
  const value = record?.inputs[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function factsOf({ model, stated, gate }: Sources): CardFacts {
  const digest = gate?.subject.data ?? undefined;
  return {
    model,
    stated,
    task: textInput(gate, 'task'),
    metrics: overall(gate),
    testData: digest === undefined ? 'held-out rows' : 'held-out data',
    testDigest: digest,
  };
}

/** What the model reached on all held-out rows together. */
function overall(gate: CardRecord | undefined): Metric[] {
  return (gate?.metrics ?? []).filter(
    ({ slice, column }) => slice === undefined && column === undefined,
  );
}

function paragraph(text: string | undefined): string {
  return text === undefined ? notRecorded : markdownLine(text, 4000);
}

/** `- **License:** apache-2.0`. */
function fact(what: string, value: string | undefined): string {
  return `- **${what}:** ${value === undefined || value === '' ? notRecorded : value}`;
}

const plain = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : markdownText(text);
const code = (text: string | null | undefined): string | undefined =>
  text === null || text === undefined ? undefined : markdownCode(text, 160);

function details({ stated, gate, training, registration }: Sources): string[] {
  const model = gate?.subject.model ?? training?.subject.model ?? registration?.subject.model;
  const commit = training?.subject.commit ?? gate?.subject.commit;
  return [
    '## Model Details',
    [
      fact('Developed by', plain(stated.developers)),
      fact('Model type', plain(textInput(gate, 'task'))),
      fact('Language(s)', plain(stated.language?.join(', '))),
      fact('License', plain(stated.license)),
      fact('Finetuned from model', plain(stated['base-model'])),
      fact('Version', plain(textInput(registration, 'version'))),
      fact('Reference', code(textInput(registration, 'reference'))),
      fact('Model digest', code(model)),
      fact('Code', code(commit)),
    ].join('\n'),
  ];
}

function uses(stated: StatedCard): string[] {
  return [
    '## Uses',
    '### Direct Use',
    paragraph(stated['intended-use']),
    '### Out-of-Scope Use',
    paragraph(stated['out-of-scope']),
  ];
}

function risks({ stated, gate }: Sources): string[] {
  const found = (gate?.findings ?? []).filter(({ severity }) => severity !== 'info');
  const list = found.map(({ message }) => `- ${markdownLine(message)}`).join('\n');
  return [
    '## Bias, Risks, and Limitations',
    paragraph(stated.limitations),
    ...(list === '' ? [] : ['What the gate found:', list]),
  ];
}

function training({ training: record, validation, stated }: Sources): string[] {
  const { params } = record?.inputs ?? {};
  const rows = isObject(params)
    ? Object.entries(params).map(([name, value]) => fact(plain(name) ?? '', settingText(value)))
    : [];
  const data = record?.inputs.data;
  const files = Array.isArray(data) ? data.map((name) => code(String(name))).join(', ') : undefined;
  return [
    '## Training Details',
    '### Training Data',
    [
      fact('Data sets', plain(stated.datasets?.join(', '))),
      fact('Files', files),
      fact('Digest', code(record?.subject.data)),
      fact('Validation', validation && `${verdictOf(validation)}: ${plain(validation.summary)}`),
    ].join('\n'),
    '### Training Procedure',
    [...rows, fact('Seed', plain(textInput(record, 'seed')))].join('\n'),
  ];
}

function settingText(value: unknown): string | undefined {
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
}

const verdictOf = ({ verdict }: CardRecord): string => signAndWord(verdict);

function evaluation({ gate, stated }: Sources): string[] {
  const metrics = overall(gate);
  const factors = (gate?.metrics ?? []).filter(({ slice }) => slice !== undefined);
  return [
    '## Evaluation',
    '### Testing Data',
    [
      fact('Digest', code(gate?.subject.data)),
      fact('Task', plain(stated.task ?? textInput(gate, 'task'))),
    ].join('\n'),
    '### Results',
    gate === undefined ? notRecorded : `${verdictOf(gate)}: ${markdownText(gate.summary)}`,
    ...(metrics.length === 0 ? [] : [rendered(metricTable(metrics, false))]),
    '### Factors',
    factors.length === 0 ? notRecorded : rendered(metricTable(factors, true)),
  ];
}

/** A longer table belongs in a report. */
const mostRows = 100;

function rendered(table: Table): string {
  const { head, rows } = markdownRows(table, mostRows);
  const omitted = table.rows.length - rows.length;
  const rest = omitted > 0 ? [`\n${formatNumber(omitted)} more in the record.`] : [];
  return [head, ...rows, ...rest].join('\n');
}

function metricTable(metrics: readonly Metric[], isByFactor: boolean): Table {
  const right = { align: 'right' } as const;
  return {
    id: 'card-metrics',
    title: 'Metrics',
    folded: false,
    columns: [
      ...(isByFactor ? [{ title: 'rows where', align: 'left' } as const] : []),
      { title: 'metric', align: 'left' },
      { title: 'value', ...right },
      { title: 'compared with', ...right },
      { title: 'interval', align: 'left' },
      { title: 'verdict', align: 'left' },
    ],
    rows: metrics.map((metric) => [
      ...(isByFactor ? [metric.slice ?? ''] : []),
      metricTitle(metric.name),
      metric.value,
      metric.baseline ?? null,
      intervalText(metric),
      metric.verdict === undefined ? null : { kind: 'verdict', verdict: metric.verdict },
    ]),
  };
}

function intervalText({ low, high, level, delta }: Metric): string | null {
  if (typeof low !== 'number' || typeof high !== 'number') return null;
  const isChange = typeof delta === 'number';
  const write = (value: number) => formatNumber(value, { signed: isChange });
  const share = level === undefined ? '' : ` (${formatNumber(level * 100)} %)`;
  return `${isChange ? 'change ' : ''}${write(low)} to ${write(high)}${share}`;
}

/** What was learned by asking the model itself. */
const examined = ['importance', 'dependence'];

function examination({ gate }: Sources): string[] {
  const tables = (gate?.tables ?? []).filter(({ id }) => examined.includes(id));
  const shown = tables.flatMap((table) => [
    `**${markdownText(table.title, 200)}**`,
    ...(table.note === undefined ? [] : [markdownLine(table.note, 800)]),
    rendered(table),
  ]);
  return ['## Model Examination', ...(shown.length === 0 ? [notRecorded] : shown)];
}

function impact({ training: record }: Sources): string[] {
  const environment = record?.inputs.environment;
  const platform = isObject(environment) ? environment : {};
  const gpus = Array.isArray(platform.gpus) ? platform.gpus.map(String).join(', ') : undefined;
  const seconds = record?.metrics.find(({ name }) => name === 'training-duration')?.value;
  const hours = typeof seconds === 'number' ? formatNumber(seconds / 3600) : undefined;
  return [
    '## Environmental Impact',
    [
      fact('Hardware type', plain(gpus === undefined || gpus === '' ? machine(platform) : gpus)),
      fact('Hours used', hours),
      fact('Carbon emitted', undefined),
    ].join('\n'),
    '## Technical Specifications',
    [
      fact('Platform', plain(machine(platform))),
      fact('Environment digest', code(record?.subject.environment)),
    ].join('\n'),
  ];
}

function machine({ platform, cores }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof platform !== 'string') return undefined;
  return typeof cores === 'number' ? `${platform}, ${formatNumber(cores)} cores` : platform;
}
