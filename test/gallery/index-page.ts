import { type Picture, pictureName } from './views.ts';

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 24px; }
.row { display: flex; gap: 16px; overflow-x: auto; align-items: flex-start; }
figure { margin: 0; flex: none; } img { width: 260px; border: 1px solid #8888; }
figcaption { font-size: 13px; }`;

/** All pictures on one page, a row a state; each leads to its full size. */
export function galleryIndex(pictures: readonly Picture[]): string {
  const rows = [...Map.groupBy(pictures, ({ state }) => state)].map(([state, own]) => {
    const figures = own.map((picture) => {
      const file = `${pictureName(picture)}.png`;
      const caption = `${picture.kind}, ${picture.width}, ${picture.scheme}`;
      const image = `<img src="${file}" alt="${state}: ${caption}" loading="lazy">`;
      return `<figure><a href="${file}">${image}</a><figcaption>${caption}</figcaption></figure>`;
    });
    return `<h2 id="${state}">${state}</h2><div class="row">${figures.join('')}</div>`;
  });
  const head = `<!doctype html><meta charset="utf-8"><title>Gallery</title><style>${style}</style>`;
  return `${head}<h1>Every state of the comment and of the report</h1>${rows.join('\n')}\n`;
}
