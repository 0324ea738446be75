import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import { isMeasured } from '../../../shared/domain/measured-metric.ts';
import { describeMetric } from '../../../shared/domain/metric.ts';
import type { Decision } from '../decide.ts';
import type { JudgedMetric, Judgement } from '../judge.ts';
import { titleOf } from '../measured-texts.ts';
import { limitText } from '../number-texts.ts';
import { compression as texts } from './messages.ts';

/** What tells a compressed variant from any other challenger. */
export interface VariantSides {
  readonly challenger: { readonly isQuantized: boolean | undefined } | undefined;
  readonly champion: { readonly isQuantized: boolean | undefined } | undefined;
}

/** Whether this is a comparison of a variant with its parent: said, or seen from the graphs. */
export function isCompression(isStated: boolean, { challenger, champion }: VariantSides): boolean {
  if (isStated) return true;
  return challenger?.isQuantized === true && champion?.isQuantized === false;
}

/** `4.0 times smaller, 1.3 times faster, AUC not worse by more than 0.002.` */
export function compressionSentence({ metrics }: Pick<Decision, 'metrics'>): string {
  const find = (name: string) => metrics.find((metric) => metric.name === name);
  const quality = metrics.filter(({ name, required }) => required && !isMeasured(name));
  const parts = [
    sizeText(find('model-size')),
    speedText(find('latency-p50') ?? find('latency-p95') ?? find('throughput')),
    ...quality.map(qualityText),
  ];
  return texts.sentence(parts.filter((part) => part !== undefined));
}

/** How many times better the challenger is, from 1; undefined where that cannot be said. */
function ratioOf({ name, comparison }: JudgedMetric): number | undefined {
  const { champion, challenger } = comparison ?? {};
  if (champion === undefined || challenger === undefined) return undefined;
  if (!(champion > 0) || !(challenger.estimate > 0)) return undefined;
  const { better } = describeMetric(name);
  return better === 'lower' ? champion / challenger.estimate : challenger.estimate / champion;
}

function sizeText(metric: JudgedMetric | undefined): string | undefined {
  const ratio = metric === undefined ? undefined : ratioOf(metric);
  if (ratio === undefined) return undefined;
  return ratio === 1 ? texts.sameSize : texts.times(ratio, 'smaller', 'larger');
}

/** A factor is claimed only where the interval of the difference leaves zero out. */
function speedText(metric: JudgedMetric | undefined): string | undefined {
  const ratio = metric === undefined ? undefined : ratioOf(metric);
  const difference = metric?.comparison?.difference;
  if (ratio === undefined || difference === undefined) return undefined;
  if (difference.low <= 0 && difference.high >= 0) return texts.unsureSpeed;
  return texts.times(ratio, 'faster', 'slower');
}

function qualityText({ name, comparison, judgements }: JudgedMetric): string | undefined {
  const { title } = describeMetric(name);
  if (comparison === undefined) return texts.notComputed(title);
  const regression = judgements.find(({ kind }) => kind === 'regression');
  return regression === undefined ? undefined : regressionText(title, regression);
}

function regressionText(title: string, { outcome, limit }: Judgement): string {
  switch (outcome) {
    case 'better':
      return texts.better(title);
    case 'no-worse':
      return texts.noWorse(title, limitText(limit));
    case 'worse':
      return texts.worse(title);
    case 'inconclusive':
      return texts.unsure(title);
  }
}

/** The table of metrics as one of a variant and its parent: how many times better, as well. */
export function compressionTable(
  table: TableInput,
  { metrics }: Pick<Decision, 'metrics'>,
): TableInput {
  const byTitle = new Map(metrics.map((metric) => [titleOf(metric.name), metric]));
  const [metric, parent, variant, ...rest] = table.columns;
  if (metric === undefined || parent === undefined || variant === undefined) return table;
  const columns = [
    metric,
    { ...parent, title: texts.parent },
    { ...variant, title: texts.variant },
    { title: texts.ratio, align: 'right' as const },
    ...rest,
  ];
  const rows = table.rows.map((cells) => {
    const found = byTitle.get(titleIn(cells[0]));
    return [...cells.slice(0, 3), ratioCell(found), ...cells.slice(3)];
  });
  return { ...table, title: texts.title, columns, rows };
}

/** A metric that does not pass carries its verdict beside its title. */
function titleIn(cell: Cell | undefined): string {
  if (typeof cell === 'string') return cell;
  return cell !== null && typeof cell === 'object' && 'text' in cell ? (cell.text ?? '') : '';
}

/** Only sizes and times have a ratio that means something; AUC has none. */
function ratioCell(metric: JudgedMetric | undefined): Cell {
  if (metric === undefined || !isMeasured(metric.name)) return null;
  const ratio = ratioOf(metric);
  return ratio === undefined ? null : `${ratio.toFixed(ratio >= 10 ? 0 : 2)}×`;
}
