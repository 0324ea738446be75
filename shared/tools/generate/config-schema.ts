import { z } from 'zod';
import { projectSchema } from '../../config/schema.ts';

/** The JSON Schema of mlops.yml, for editors that complete and check as one types. */
export function configSchema(): string {
  const schema = z.toJSONSchema(projectSchema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
  });
  const { $schema, ...rest } = schema;
  const described = {
    $schema,
    title: 'mlops.yml',
    description: 'The models of a project, and what each CI step does with them.',
    ...rest,
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}
