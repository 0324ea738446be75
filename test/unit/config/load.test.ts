import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseModel, loadConfig } from '../../../shared/config/load.ts';

function directoryWith(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'config-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}
const two = 'version: 1\nmodels:\n  flights: { label: late }\n  cars: { label: sold }\n';

test('a missing default file is no error, a missing named one is', async () => {
  const directory = directoryWith({});
  const loaded = await loadConfig(directory, 'mlops.yml', true);
  expect(loaded).toMatchObject({ file: undefined, config: { version: 1, models: {} } });
  expect(loaded.line(['models'])).toBeUndefined();
  await expect(loadConfig(directory, 'other.yml', false)).rejects.toMatchObject({
    kind: 'usage',
    code: 'config-not-found',
    message: 'The configuration file other.yml cannot be read: there is no such file.',
  });
});

test('a directory in place of the file is an error even where the file is optional', async () => {
  const directory = directoryWith({});
  mkdirSync(join(directory, 'mlops.yml'));
  await expect(loadConfig(directory, 'mlops.yml', true)).rejects.toMatchObject({
    code: 'config-not-found',
  });
});

test('a typo in the file ends the run with its line', async () => {
  const directory = directoryWith({
    'mlops.yml': 'version: 1\nmodels:\n  flights:\n    lable: x\n',
  });
  await expect(loadConfig(directory, 'mlops.yml', true)).rejects.toMatchObject({
    kind: 'usage',
    code: 'config-invalid',
    message: 'mlops.yml:4: unknown key "models.flights.lable"; did you mean "label"?',
  });
});

test('an absolute path is taken as it is', async () => {
  const directory = directoryWith({ 'mlops.yml': two });
  const loaded = await loadConfig('/', join(directory, 'mlops.yml'), false);
  expect(Object.keys(loaded.config.models)).toEqual(['flights', 'cars']);
});

test('which model a run is about', async () => {
  const directory = directoryWith({
    'two.yml': two,
    'one.yml': 'version: 1\nmodels:\n  flights: { label: late }\n',
    'none.yml': 'version: 1\nmodels: {}\n',
  });
  const from = async (file: string) => loadConfig(directory, file, false);
  const [several, one, none] = await Promise.all([
    from('two.yml'),
    from('one.yml'),
    from('none.yml'),
  ]);
  expect(chooseModel(several, 'cars')).toMatchObject({ name: 'cars', model: { label: 'sold' } });
  expect(chooseModel(one, undefined)).toMatchObject({ name: 'flights', model: { label: 'late' } });
  expect(chooseModel(none, undefined)).toEqual({ name: 'model', model: {} });
  expect(chooseModel(none, 'trains')).toEqual({ name: 'trains', model: {} });
  expect(() => chooseModel(several, undefined)).toThrow(
    'two.yml describes 2 models (flights, cars).',
  );
  expect(() => chooseModel(several, 'flihgts')).toThrow('two.yml describes no model "flihgts".');
});

test('a model whose name comes from outside cannot leave its place', async () => {
  const loaded = await loadConfig(directoryWith({}), 'mlops.yml', true);
  for (const name of ['../../etc', 'a/b', 'A', '', 'constructor.', '<!-- -->']) {
    expect(() => chooseModel(loaded, name)).toThrow(/is not a model's name/u);
  }
  const described = await loadConfig(directoryWith({ 'mlops.yml': two }), 'mlops.yml', true);
  expect(() => chooseModel(described, 'constructor')).toThrow('describes no model');
});
