/** What kept a policy of another tool from being read. */
export const thresholdFiles = {
  unknownMetric: (name: string) =>
    `The threshold file limits "${name}", which this step has no metric for.`,
  notANumber: (value: unknown) => ({
    message: `The threshold file has ${JSON.stringify(value)} where a number belongs.`,
    hint: 'Correct the file.',
  }),
  wrongDirection: (said: unknown, name: string, better: 'higher' | 'lower', title: string) => ({
    message: `The threshold file says ${JSON.stringify(said)} for ${name}, but a ${better} ${title} is better.`,
    hint: 'Correct the direction in the file.',
  }),
  theMetrics: 'the metrics',
  crossSlices: (written: string) => ({
    message: `The threshold file has cross_slice_thresholds for ${written}: a metric of one slice against another's has no counterpart here.`,
    hint: 'To limit how differently groups are treated, write `fairness` with `limits` in a policy of our own form.',
  }),
  slicedBy: (written: string, by: readonly string[]) => `${written} by ${by.join(', ')}`,
  unsaid: (named: readonly string[]) => ({
    message: `The threshold file has per_slice_thresholds that have no counterpart here: ${named.join('; ')}.`,
    hint: 'Slices have one rule here, an allowed regression of one metric for all their values: write `slices: { by, metric, max-regression }` in a policy of our own form. A floor for a slice can be judged in a run of its own on the rows of that slice.',
  }),
};

/** What of protocol buffers' text format was not understood. */
export const textProto = {
  invalid: (file: string, line: number, found: string) => ({
    message: `${file}:${line}: ${found}.`,
    hint: "The file is read as protocol buffers' text format; correct it, or give the EvalConfig as JSON.",
  }),
  strange: (character: string) => `${character} is not expected`,
  twice: (field: string) => `${field} stands twice`,
  misplaced: (text: string | undefined, wanted: string) =>
    `${text ?? 'the end of the file'} stands where ${wanted} is expected`,
  aField: 'a field',
  aValue: 'a value',
};

/** What the words of a tool's file mean here, where a reader could think otherwise. */
export const thresholdNotes = {
  onIntervals: (tool: string) =>
    `${tool} compares single values; here the whole interval must keep to each threshold.`,
  everySlice: (written: string) =>
    `per_slice_thresholds of ${written} hold for every slice: one fails where its whole interval lies beyond the threshold, corrected for the number of slices.`,
  shownByColumn: (values: readonly string[]) =>
    `The slice ${values.join(', ')} is judged with every other value of its columns.`,
  percent: 'MAPE is in percent in TFMA and a share here: limits are divided by 100.',
  changeOfTfma:
    'A negative change threshold of TFMA allows a regression; a positive one asks for an improvement (turned round where lower is better).',
  ratio: (written: number, name: string, change: number) =>
    `relative ${written} of ${name} is read as the ratio of challenger to champion, a change of ${change}; TFMA's code would read it as a change of ${written}.`,
  straightLines:
    'precision_recall_auc joins points by straight lines; average precision is judged.',
  improvementOfMlflow:
    "MLflow's min_absolute_change and min_relative_change ask for an improvement of that size; it cannot say how much a metric may get worse. Use `max-regression` for that.",
};
