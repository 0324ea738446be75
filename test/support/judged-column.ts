import { emptySample } from '../../actions/drift-report/counts.ts';
import type { Comparison, JudgedColumn } from '../../actions/drift-report/decide.ts';

/** A number called x that drifted by a given effect. */
export function judgedColumn({
  importance,
  effect,
}: {
  importance: JudgedColumn['importance'];
  effect: NonNullable<Comparison['effect']>;
}): JudgedColumn {
  const sample = { ...emptySample, rows: 100, present: 100, cells: [50, 50], mean: 0.5 };
  const whole: Comparison = {
    ...{ state: 'drifted', effect, adjustedP: 0, threshold: 0.1, rows: 100, isStuck: false },
    ...{ missing: undefined, missingAlert: false, fresh: undefined, freshAlert: false },
    detectable: undefined,
  };
  return {
    column: { name: 'x', type: 'number', kind: 'number' },
    importance,
    threshold: undefined,
    isTime: false,
    line: { edges: [0], lowest: 0, distinct: 2, barEdges: [0] },
    distinct: 2,
    names: [],
    reference: sample,
    current: { all: sample, windows: new Map() },
    whole,
    windows: new Map(),
    alert: importance === 'high' ? 'p1' : 'p2',
  };
}
