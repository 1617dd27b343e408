/** The work's outcome, or the rejection that `late` makes after `ms`. The work itself goes on; its end is ignored. */
export async function withDeadline<Result>(
  work: Promise<Result>,
  ms: number,
  late: () => Error,
): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(late());
  }, ms);
  return Promise.race([work, promise]).finally(() => {
    clearTimeout(timer);
  });
}
