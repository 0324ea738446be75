import { z } from 'zod';
import { durationSchema } from '../../domain/duration.ts';

/** Secrets stand in the environment, and only the variables' names in the file. */
const variableSchema = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,99}$/u,
    'the name of an environment variable is expected, as WAREHOUSE_URL; the secret itself does not belong into this file',
  );

const variable = (what: string) => variableSchema.describe(`Environment variable with ${what}.`);

const sizeUnits = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;
const sizeForm = /^(\d{1,9}(?:\.\d{1,3})?)\s?(KB|MB|GB|TB)$/u;

/** `500MB`, `20GB`: bytes once parsed. */
const sizeSchema = z
  .string()
  .regex(sizeForm, 'a number and KB, MB, GB or TB is expected, as 20GB')
  .transform((text) => {
    const [, amount = '0', unit = 'KB'] = sizeForm.exec(text) ?? [];
    return Number(amount) * sizeUnits[unit as keyof typeof sizeUnits];
  });

const limits = {
  'max-size': sizeSchema
    .optional()
    .describe('The most that is fetched for one name, as 20GB. Default: 50GB.'),
};

const prefix = (scheme: string) =>
  z
    .string()
    .startsWith(`${scheme}://`, `an address that begins with ${scheme}:// is expected`)
    .describe(`What is under this address is read this way; the longest that fits counts.`);

const endpoint = z
  .string()
  .regex(/^https?:\/\/[^/?#@]+\/?$/u, 'an address like https://minio.example.com is expected')
  .describe('Another server that speaks the same protocol.');

const httpsSchema = z
  .strictObject({
    type: z.literal('https'),
    prefix: prefix('https')
      .or(prefix('http'))
      .optional()
      .describe('Addresses that begin with this are read with these credentials.'),
    address: variable('the whole address, for one that is signed').optional(),
    bearer: variable('a token that is sent as `Authorization: Bearer`').optional(),
    username: variable('the user name').optional(),
    password: variable('the password').optional(),
    header: z
      .strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z0-9-]{1,100}$/u, 'the name of a header is expected, as PRIVATE-TOKEN'),
        value: variable('the value of the header'),
      })
      .optional()
      .describe('A header of the server’s own that carries the secret.'),
    ...limits,
  })
  .refine(
    (source) => (source.prefix === undefined) !== (source.address === undefined),
    'either prefix or address is expected',
  )
  .refine(
    ({ username, password }) => (username === undefined) === (password === undefined),
    'username and password belong together',
  );

const s3Schema = z
  .strictObject({
    type: z.literal('s3'),
    prefix: prefix('s3'),
    endpoint: endpoint.optional(),
    region: z
      .string()
      .regex(/^[a-z0-9-]{1,50}$/u, 'a region is expected, as eu-central-1')
      .optional()
      .describe('Default: AWS_REGION, else the one the bucket says it is in.'),
    'access-key-id': variable('the access key id').optional(),
    'secret-access-key': variable('the secret access key').optional(),
    'session-token': variable('the session token').optional(),
    anonymous: z.literal(true).optional().describe('Send no credentials: the bucket is public.'),
    lakefs: z
      .literal(true)
      .optional()
      .describe(
        'Buckets are repositories of lakeFS: the branch or tag after them is read at its newest commit, which the record names.',
      ),
    ...limits,
  })
  .refine(
    ({ lakefs, endpoint: server }) => lakefs === undefined || server !== undefined,
    'lakefs needs the endpoint of the lakeFS server',
  )
  .refine(
    (source) =>
      (source['access-key-id'] === undefined) === (source['secret-access-key'] === undefined),
    'access-key-id and secret-access-key belong together',
  );

const gsSchema = z.strictObject({
  type: z.literal('gs'),
  prefix: prefix('gs'),
  endpoint: endpoint.optional(),
  credentials: variable('the JSON of a service account').optional(),
  token: variable('an access token').optional(),
  anonymous: z.literal(true).optional().describe('Send no credentials: the bucket is public.'),
  ...limits,
});

const sqlSchema = z
  .strictObject({
    type: z.literal('sql'),
    connection: variable('the address of the database, as postgresql:// or mysql://'),
    query: z.string().min(1).optional().describe('One SELECT. It runs in a read-only transaction.'),
    file: z.string().min(1).optional().describe('A file with the query.'),
    timeout: durationSchema
      .optional()
      .describe('How long the query may take with all its rows. Default: 10m.'),
    ...limits,
  })
  .refine(
    ({ query, file }) => (query === undefined) !== (file === undefined),
    'either query or file is expected',
  );

/** How data that is not in the checkout is read. Where nothing is said here, the usual variables count. */
export const sourcesSchema = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/u, 'a name like warehouse-flights is expected'),
  z.discriminatedUnion('type', [httpsSchema, s3Schema, gsSchema, sqlSchema]),
);

export type Sources = z.infer<typeof sourcesSchema>;
export type Source = Sources[string];
export type HttpsSource = z.infer<typeof httpsSchema>;
export type S3Source = z.infer<typeof s3Schema>;
export type GsSource = z.infer<typeof gsSchema>;
export type SqlSource = z.infer<typeof sqlSchema>;
