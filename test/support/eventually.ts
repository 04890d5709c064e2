/** Waits until the claim holds: checks now and again after every few milliseconds; throws the last failure at the deadline. */
export async function eventually(claim: () => void | Promise<void>, deadlineMs = 5_000): Promise<void> {
  const until = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await claim();
    } catch (failure) {
      if (performance.now() > until) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
