import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { renderModelCard } from '../../../shared/report/model-card.ts';
import { hostileStrings } from '../../fixtures/hostile-strings.ts';
import { forgeHtml } from '../../gallery/forge-html.ts';
import * as gallery from '../../gallery/states.ts';
import { recordOf } from './hostile-record.ts';
import { actedOn, readMarkup } from './markup.ts';

/**
 * The metadata as Hugging Face describes it. An identifier is what its Hub accepts in an address.
 *
 * @see https://github.com/huggingface/hub-docs/blob/main/modelcard.md
 */
const identifier = z.string().regex(/^[A-Za-z0-9][\w.-]*(?:\/[\w.-]+)?$/u);
const hubMetadata = z.strictObject({
  language: z.array(z.string()).optional(),
  license: identifier,
  license_link: z.string().optional(),
  library_name: identifier.optional(),
  pipeline_tag: identifier.optional(),
  tags: z.array(z.string()).optional(),
  datasets: z.array(identifier).optional(),
  metrics: z.array(identifier).optional(),
  base_model: identifier.optional(),
  model_name: z.string(),
  'model-index': z
    .array(
      z.strictObject({
        name: z.string().min(1),
        results: z.array(
          z.strictObject({
            task: z.strictObject({ type: identifier, name: z.string().optional() }),
            dataset: z.strictObject({
              type: identifier,
              name: z.string(),
              split: z.string().optional(),
              revision: z.string().optional(),
            }),
            metrics: z
              .array(
                z.strictObject({
                  type: identifier,
                  value: z.number(),
                  name: z.string().optional(),
                }),
              )
              .min(1),
          }),
        ),
      }),
    )
    .optional(),
});

function split(card: string): { metadata: unknown; body: string } {
  const [, yaml = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(card) ?? [];
  return { metadata: parse(yaml), body };
}

const stated = {
  license: 'apache-2.0',
  language: ['en'],
  tags: ['flights'],
  datasets: ['bts/on-time'],
  'base-model': 'acme/flights-base',
  description: 'Predicts whether a flight is late.',
  'intended-use': 'Planning of connections.',
  limitations: 'Trained on one year.',
  contact: 'ml@example.org',
};
const gate: StepRecord = {
  ...gallery.worseGate,
  inputs: { ...gallery.worseGate.inputs, task: 'binary', policy: { 'model-card': stated } },
};
const training: StepRecord = {
  ...gallery.makeRecord({ step: 'train-on-gpu-runner' }),
  metrics: [{ name: 'training-duration', value: 5400, unit: 's' }],
  inputs: {
    params: { rate: 0.1, depth: 6 },
    seed: 7,
    data: ['data/train.csv'],
    environment: { platform: 'linux x64', cores: 8, gpus: ['NVIDIA H200'], runtime: null },
  },
};

describe('a model card', () => {
  const { metadata, body } = split(renderModelCard([gallery.data, training, gate]));

  test('starts with metadata in the fields that Hugging Face describes', () => {
    const parsed = hubMetadata.parse(metadata);
    expect(parsed).toMatchObject({
      ...{ license: 'apache-2.0', language: ['en'], datasets: ['bts/on-time'] },
      ...{ base_model: 'acme/flights-base', pipeline_tag: 'tabular-classification' },
      tags: ['flights', 'binary'],
    });
    expect(parsed.metrics).toContain('roc_auc');
  });

  test('has the results of the gate in its index', () => {
    const [index] = hubMetadata.parse(metadata)['model-index'] ?? [];
    expect(index?.name).toBe(gate.model);
    const auc = gate.metrics.find(({ name, slice }) => name === 'auc' && slice === undefined);
    expect(index?.results[0]?.metrics).toContainEqual({
      ...{ type: 'roc_auc', name: 'auc', value: auc?.value },
    });
  });

  test('has the sections that Hugging Face names, in its order', () => {
    const headings = [...body.matchAll(/^## (.+)$/gmu)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Model Details',
      'Uses',
      'Bias, Risks, and Limitations',
      'Training Details',
      'Evaluation',
      'Model Examination',
      'Environmental Impact',
      'Technical Specifications',
      'Model Card Contact',
    ]);
  });

  test('says what the records know, and what they do not', () => {
    expect(body).toContain('Predicts whether a flight is late.');
    expect(body).toContain('- **rate:** 0.1');
    expect(body).toContain('- **Seed:** 7');
    expect(body).toContain('- **Hardware type:** NVIDIA H200');
    expect(body).toContain('- **Hours used:** 1.5');
    expect(body).toContain('- **Files:** `data/train.csv`');
    expect(body).toMatch(/- \*\*Validation:\*\* \S+ \w+: /u);
    expect(body).toContain('- **Carbon emitted:** *Not recorded.*');
    expect(body).toContain('- **Developed by:** *Not recorded.*');
    for (const { message } of gate.findings.filter(({ severity }) => severity === 'error')) {
      expect(forgeHtml(body).replace(/<[^>]+>/gu, '')).toContain(message.slice(0, 20));
    }
  });

  test('without any record but a first gate is still one, and invents nothing', () => {
    const bare = { ...gate, metrics: [], findings: [], tables: [], inputs: {} };
    const card = split(renderModelCard([bare]));
    expect(hubMetadata.parse(card.metadata)).toEqual({
      ...{ license: 'unknown', model_name: gate.model },
    });
    expect(card.body.match(/\*Not recorded\.\*/gu)?.length).toBeGreaterThan(15);
  });

  test.each(hostileStrings)('shows what a stranger wrote as text: %j', (text) => {
    const hostile = recordOf(text, 'evaluate-gate');
    const words = Object.fromEntries(Object.keys(stated).map((key) => [key, text || 'x']));
    const lists = { language: [text || 'x'], tags: [text || 'x'], datasets: [text || 'x'] };
    const inputs = { task: text, policy: { 'model-card': { ...words, ...lists } } };
    const card = split(
      renderModelCard([
        { ...hostile, inputs },
        { ...training, model: text },
      ]),
    );
    expect(Object.keys(card.metadata as object)).toContain('license');
    const markup = readMarkup(forgeHtml(card.body));
    expect(markup.unbalanced).toEqual([]);
    expect(actedOn(markup)).toEqual([]);
    const known = 'code em h1 h2 h3 li p strong table tbody td th thead tr ul'.split(' ');
    expect(markup.tags.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});
