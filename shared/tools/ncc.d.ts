/** The part of ncc that is used here; the package has no types of its own. */
declare module '@vercel/ncc' {
  interface Options {
    cache: false;
    quiet: boolean;
    /** Write an ECMAScript module. */
    esm: boolean;
    /** Name of the file that collects the packages' licences. */
    license: string;
    /** Files outside this folder are never copied. */
    filterAssetBase: string;
  }
  interface Asset {
    source: string | Buffer;
  }
  export default function ncc(
    entry: string,
    options: Options,
  ): Promise<{ code: string; assets: Record<string, Asset> }>;
}
