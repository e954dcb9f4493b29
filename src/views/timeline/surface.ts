/** A canvas with its resolution: sizes are CSS pixels, one transform turns them into device pixels. Rule: a resize clears, so whoever resizes draws. */

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** The surface of a canvas at a size; null where the browser gives no context. */
export function prepareSurface(canvas: HTMLCanvasElement, width: number, height: number): Surface | null {
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  const deviceWidth = Math.max(1, Math.round(width * ratio));
  const deviceHeight = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
    canvas.width = deviceWidth;
    canvas.height = deviceHeight;
  }
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) return null;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, width, height, ratio };
}
