import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refuseOtherKinds } from '../../../shared/adapters/data-files/file-format.ts';
import type { SourceFile } from '../../../shared/adapters/data-files/source-file.ts';
import { csvDialect } from '../../../shared/adapters/duckdb-csv.ts';
import { isNotUtf8, unreadable } from '../../../shared/adapters/duckdb-unreadable.ts';
import { knownScheme } from '../../../shared/adapters/remote/addresses.ts';
import { tooLarge } from '../../../shared/adapters/remote/errors.ts';
import { partsOf } from '../../../shared/adapters/remote/object-store.ts';
import { s3Bucket } from '../../../shared/adapters/remote/s3/bucket.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import { useLanguage } from '../../../shared/kernel/language.ts';

beforeEach(() => useLanguage('zh'));
afterEach(() => useLanguage('en'));

function source(name: string, text: string): SourceFile {
  const head = Buffer.from(text);
  return { name, path: name, readFrom: name, head, size: head.length, modified: 0 };
}

function bucket() {
  const access = { secret: () => undefined, variable: () => undefined, mask: () => undefined };
  const network = {
    ...{ answerMs: 1, stallMs: 1, retries: 0, longestRestS: 0 },
    wait: async () => undefined,
  };
  const { signal } = new AbortController();
  return s3Bucket('flights', undefined, { access, network, signal });
}

function thrownBy(body: () => unknown): ActionError {
  try {
    const answer = body();
    if (answer instanceof ActionError) return answer;
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const files = [source('a.csv', 'id,x\n1,2\n'), source('b.csv', 'id,y\n1,2\n')];
const xml = '<Error><Code>ExpiredToken</Code><Message>expired</Message></Error>';

describe('an adapter that refuses', () => {
  test.each<[string, () => unknown, message: string, hint: string]>([
    [
      'a workbook',
      () => refuseOtherKinds('a.csv', Buffer.from('PK\x03\x04 xl/')),
      'a.csv 是 Excel 工作簿，而不是表格。',
      '请将其保存为 CSV、JSON、Parquet 或 Arrow。',
    ],
    [
      'files of different columns',
      () => csvDialect(files),
      'b.csv 的列与 a.csv 不同：是 id、y，而不是 id、x。',
      '作为一个表读取的文件须有相同的标题行。',
    ],
    [
      'a line the engine cannot read',
      () =>
        unreadable(
          files,
          new Error('CSV Error on Line: 3\nExpected Number of Columns: 2 Found: 3'),
        ),
      'a.csv 第 3 行：该行有 3 个字段，而标题行有 2 个。',
      '请给含有分隔符的字段加上引号。',
    ],
    [
      'an address of another kind',
      () => knownScheme('ftp'),
      '不从 ftp:// 地址读取数据。',
      '请指定路径、以 s3://、gs:// 或 https:// 开头的地址、.sql 文件，或配置中的 source:<name>。',
    ],
    [
      'a folder of a bucket',
      () => partsOf('s3://flights/2024/'),
      's3://flights/2024/ 是文件夹，而不是文件。',
      '请指定其中的文件，例如 s3://flights/2024/*.parquet。',
    ],
    [
      'credentials that have ended',
      () =>
        bucket()
          .object('s3://flights/a.csv', 'a.csv', undefined)
          .refusal?.({ status: 400, headers: new Headers(), text: xml }),
      '无法读取 s3://flights/a.csv：ExpiredToken, expired。',
      '凭据已过期：请在此步骤之前的步骤中获取新的凭据。',
    ],
    [
      'too much data',
      () => tooLarge('s3://flights/a.csv', 500),
      's3://flights/a.csv 大于 500 字节，即一个名称最多获取的大小。',
      '请指定较少的数据，或在配置文件中提高其数据源的 max-size。',
    ],
  ])('%s says so in Chinese', (_what, body, message, hint) => {
    expect(thrownBy(body)).toMatchObject({ message, hint });
  });

  test('text that is no UTF-8 is known for it in Chinese too', () => {
    expect(isNotUtf8(unreadable(files, new Error('Invalid unicode')))).toBe(true);
  });
});
