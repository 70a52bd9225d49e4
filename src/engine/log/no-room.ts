/** The executions that are open in this process hold as many large values as it may; nothing was done. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}
