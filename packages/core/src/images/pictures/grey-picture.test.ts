import { describe, expect, it } from 'vitest';
import { greyPixels, gridPicture, imagesOfGrid, resizePicture } from './grey-picture.ts';

const counting = (length: number) => Uint8Array.from({ length }, (_, k) => k + 1);

describe('greyPixels', () => {
  it('greyPixels rounds, and cuts off what lies outside', () => {
    const values = [0, 1, 0.5, -3, 7, Number.NaN, 1 / 255];
    expect([...greyPixels(values)]).toEqual([0, 255, 128, 0, 255, 0, 1]);
  });
});

describe('gridPicture', () => {
  it('gridPicture sets images side by side, then below, with gaps between alone', () => {
    // Three images of 2 x 1 pixels: 1 2, 3 4 and 5 6.
    const picture = gridPicture(counting(6), { height: 1, width: 2, columns: 2, gap: 1 });
    expect([picture.width, picture.height]).toEqual([5, 3]);
    const rows = [
      [1, 2, 0, 3, 4],
      [0, 0, 0, 0, 0],
      [5, 6, 0, 0, 0],
    ];
    expect([...picture.pixels]).toEqual(rows.flat());
  });

  it('gridPicture is about square unless columns are given', () => {
    const { width, height } = gridPicture(counting(12), { height: 1, width: 1, gap: 0 });
    expect([width, height]).toEqual([4, 3]);
  });

  it('gridPicture refuses no columns, and pixels that are no whole images', () => {
    const size = { height: 2, width: 2 };
    expect(() => gridPicture(counting(4), { ...size, columns: 0 })).toThrow('1 column or more');
    expect(() => gridPicture(counting(5), size)).toThrow('got 5 pixels');
  });
});

describe('imagesOfGrid', () => {
  it('imagesOfGrid is the way back', () => {
    const images = counting(5 * 6);
    const grid = { height: 2, width: 3, gap: 3 };
    const picture = gridPicture(images, { ...grid, columns: 5 });
    expect(imagesOfGrid(picture, grid)).toEqual(images);
  });

  it('imagesOfGrid refuses a picture that is not a whole number of images', () => {
    const picture = { width: 5, height: 4, pixels: new Uint8Array(20) };
    expect(() => imagesOfGrid(picture, { height: 4, width: 2, gap: 0 })).toThrow('no grid of');
  });
});

describe('resizePicture', () => {
  it('resizePicture gives each pixel the mean of the area that it covers', () => {
    const picture = { width: 3, height: 2, pixels: Uint8Array.of(0, 60, 120, 30, 90, 150) };
    // The left half covers 0 and half of 60; the lower row as well.
    expect([...resizePicture(picture, { width: 2, height: 2 }).pixels]).toEqual([20, 100, 50, 130]);
    expect([...resizePicture(picture, { width: 1, height: 1 }).pixels]).toEqual([75]);
    expect(resizePicture(picture, { width: 3, height: 2 })).toEqual(picture);
    const doubled = resizePicture(picture, { width: 6, height: 2 }).pixels;
    expect([...doubled]).toEqual([0, 0, 60, 60, 120, 120, 30, 30, 90, 90, 150, 150]);
  });

  it('resizePicture refuses a size of nothing', () => {
    const picture = { width: 1, height: 1, pixels: Uint8Array.of(1) };
    expect(() => resizePicture(picture, { width: 0, height: 1 })).toThrow('1 pixel or more');
  });
});
