import { z } from 'zod';
import { driftMethods } from '../drift-method.ts';
import { columnName, giveBound, hasBound, labelled, mostly, scalar, scoped } from './arguments.ts';

/** The table another one is held against: `data`, `reference`, or one of the suite's own. */
const table = z
  .string()
  .min(1)
  .describe('The table to look in: a name under tables, data, or reference.');
const keyColumns = z
  .union([columnName.transform((only) => [only]), z.array(columnName).min(1).max(8)])
  .optional();

const references = z
  .strictObject({
    check: z.literal('references'),
    column: columnName.optional().describe('The column whose values must be in the other table.'),
    columns: z.array(columnName).min(1).max(8).optional().describe('A key of several columns.'),
    table,
    key: keyColumns.describe(
      'The columns of the other table that hold them. Default: of the same name.',
    ),
    mostly,
    ...scoped,
  })
  .refine(
    (check) => (check.column === undefined) !== (check.columns === undefined),
    'give either column or columns',
  )
  .refine(
    ({ columns, key }) => key === undefined || key.length === (columns?.length ?? 1),
    'key must name as many columns as the check does',
  );

const positive = z.number().gt(0);

const rowRatio = z
  .strictObject({
    check: z.literal('row-ratio'),
    table,
    min: positive.optional().describe('Fewest rows here for each row there: 1 is as many.'),
    max: positive.optional().describe('Most rows here for each row there.'),
    ...labelled,
  })
  .refine(hasBound, giveBound)
  .refine(({ min = 0, max = Infinity }) => min <= max, 'min must not be above max');

const rows = z.array(z.number().int().min(0)).min(2).max(202);

/** What the reference would have shown, written into the suite: rows per cell. */
const expectedRows = z
  .strictObject({
    edges: z
      .array(z.number())
      .min(1)
      .max(201)
      .optional()
      .describe('Upper ends of the cells of a number, ascending.'),
    values: z.array(scalar).min(1).max(201).optional().describe('Categories.'),
    rows: rows.describe('Rows in each cell, and last those above all edges or of no such value.'),
  })
  .refine(
    ({ edges, values }) => (edges === undefined) !== (values === undefined),
    'give either edges or values',
  )
  .refine(
    ({ edges, values, rows: counts }) => counts.length === (edges ?? values ?? []).length + 1,
    'rows must have one entry more than edges or values',
  )
  .refine(
    ({ edges = [] }) => edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge)),
    'edges must ascend',
  );

const distribution = z
  .strictObject({
    check: z.literal('distribution'),
    column: columnName.describe('The column it is about.'),
    method: z
      .enum(driftMethods)
      .default('psi')
      .describe('How distance is measured: the names of the drift report.'),
    max: positive.describe('The largest distance that passes.'),
    expected: expectedRows
      .optional()
      .describe('What to compare with in place of the reference, as infer writes it.'),
    ...scoped,
  })
  .refine(
    ({ method, expected }) => expected === undefined || method !== 'wasserstein',
    'wasserstein needs the reference itself, not expected rows',
  )
  .refine(
    ({ method, expected }) => expected?.values === undefined || method !== 'ks',
    'ks needs an order, which categories have not',
  );

const coefficient = z.number().min(-1).max(1);

const correlation = z
  .strictObject({
    check: z.literal('correlation'),
    columns: z
      .array(columnName)
      .min(2)
      .max(30)
      .describe('Two columns of numbers, or more: then every pair of them is judged.'),
    method: z.enum(['pearson', 'spearman']).default('pearson'),
    min: coefficient.optional().describe('The smallest correlation that passes.'),
    max: coefficient.optional(),
    'max-change': z
      .number()
      .gt(0)
      .max(2)
      .optional()
      .describe('How far it may be from the correlation in the reference.'),
    ...scoped,
  })
  .refine(
    (check) => hasBound(check) || check['max-change'] !== undefined,
    'give min, max or max-change',
  )
  .refine(
    ({ min, max }) => min === undefined || max === undefined || min <= max,
    'min must not be above max',
  )
  .refine(
    ({ columns }) => new Set(columns).size === columns.length,
    'a column is named more than once',
  );

/** Checks that hold the data against another table, or against the reference. */
export const acrossChecks = [references, rowRatio, distribution, correlation] as const;
