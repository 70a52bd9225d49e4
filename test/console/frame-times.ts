import type { Page } from 'playwright-core';

/** How long frames took, in milliseconds. */
export interface FrameTimes {
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
}

/** Scrolls the element that the selector names from its begin to its end in steps, and measures every frame. */
export async function frameTimes(page: Page, selector: string): Promise<FrameTimes> {
  return await page.evaluate(async (selected) => {
    const element = document.querySelector(selected);
    if (element === null) throw new Error(`There is no ${selected}`);
    const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    let before = await nextFrame();
    for (let step = 1; step <= 60; step += 1) {
      element.scrollTop = (element.scrollHeight * step) / 60;
      const now = await nextFrame();
      times.push(Math.round(now - before));
      before = now;
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return { median: at(0.5), p95: at(0.95), longest: at(1) };
  }, selector);
}
