/** An effect that must wait: its message comes back, and the effect is performed then. */
export interface Postponed {
  readonly kind: 'postponed';
  readonly seconds: number;
}
