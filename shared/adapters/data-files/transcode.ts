import { Transform } from 'node:stream';
import { encodingNames, type TextEncoding } from '../../domain/text-encoding.ts';
import { usageError } from '../../kernel/action-error.ts';
import { encodings } from './messages.ts';

/** 0x80 to 0x9f in Windows-1252; undefined bytes keep the control character ISO-8859-1 has there. */
const windowsLetters =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/**
 * A stream that turns text into UTF-8 without a byte order mark, in whatever pieces it comes.
 *
 * Windows-1252 is decoded here and not by TextDecoder, which some versions of Node decode as
 * ISO-8859-1.
 *
 * @param name - the file as the user knows it.
 * @throws ActionError (usage, `not-readable-as-data`), through the stream: a broken character.
 */
export function toUtf8(encoding: TextEncoding, name: string): Transform {
  if (encoding === 'iso-8859-1') return eachPiece((piece) => piece.toString('latin1'));
  if (encoding === 'windows-1252') {
    return eachPiece((piece) =>
      piece.toString('latin1').replaceAll(/[\x80-\x9f]/gu, windowsLetter),
    );
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (piece?: Buffer): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch (cause) {
      throw usageError(
        'not-readable-as-data',
        encodings.brokenCharacter(name, encodingNames[encoding]),
        encodings.checkWholeOrSave,
        cause,
      );
    }
  };
  return eachPiece(decode, () => decode());
}

function windowsLetter(letter: string): string {
  return windowsLetters.charAt(letter.charCodeAt(0) - 0x80);
}

function eachPiece(decode: (piece: Buffer) => string, end: () => string = () => ''): Transform {
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      settle(() => decode(piece), done);
    },
    flush(done) {
      settle(end, done);
    },
  });
}

function settle(work: () => string, done: (error: Error | null, text?: string) => void): void {
  let text: string;
  try {
    text = work();
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, text);
}
