/** Media types and annotations of the OCI image specification and of ModelPack (CNCF). */
export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  empty: 'application/vnd.oci.empty.v1+json',
  model: 'application/vnd.cncf.model.manifest.v1+json',
  modelConfig: 'application/vnd.cncf.model.config.v1+json',
  record: 'application/vnd.mlops-actions.record.v1+json',
  predictions: 'application/vnd.mlops-actions.predictions.v1',
  ledger: 'application/vnd.mlops-actions.ledger.v1+json',
} as const;

const own = 'io.github.mlops-actions';

export const annotations = {
  refName: 'org.opencontainers.image.ref.name',
  title: 'org.opencontainers.image.title',
  revision: 'org.opencontainers.image.revision',
  filepath: 'org.cncf.model.filepath',
  modelId: `${own}.model-id`,
  config: `${own}.config-digest`,
  code: `${own}.code`,
  data: `${own}.data-digest`,
  environment: `${own}.environment-digest`,
  step: `${own}.step`,
  ledgerOf: `${own}.ledger-of`,
} as const;

const layerTypes: readonly (readonly [kind: string, names: RegExp])[] = [
  ['doc', /(?:\.(?:md|rst|txt|pdf|html)|(?:^|\/)(?:LICENSE|NOTICE|README)[^/]*)$/iu],
  ['code', /\.(?:m?js|cjs|m?ts|py|r|jl|java|go|rs|cc|cpp|h|sh|ipynb|whl)$/iu],
  ['weight.config', /\.(?:json|ya?ml|toml|ini|cfg|jsonl|csv|vocab|model)$/iu],
];

/** The ModelPack layer type of a file, from its name; what is nothing else is weights. */
export function layerType(path: string): string {
  const [kind = 'weight'] = layerTypes.find(([, names]) => names.test(path)) ?? [];
  return `application/vnd.cncf.model.${kind}.v1.raw`;
}
