/** A process that does one thing at a time, and how long it was busy. */
interface Thread {
  readonly name: string;
  readonly queue: Job[];
  isRunnable: boolean;
  busyUs: number;
}

interface Job {
  leftUs: number;
  readonly done: () => void;
}

/** What a job costs of one process, in microseconds of CPU, and what it waits for afterwards without any. */
export interface Step {
  /** The role; a request takes one of its processes and stays with it. */
  readonly role: string;
  readonly cpuUs: number;
  readonly waitUs?: number;
}

export interface Scenario {
  readonly cores: number;
  /** Processes by role. */
  readonly processes: Readonly<Record<string, number>>;
  /** Clients, each with one request under way, or several clients' worth. */
  readonly inFlight: number;
  readonly requests: number;
  /** Until it is acknowledged, and after that. */
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}

export interface Outcome {
  /** Microseconds until the last effect of the last request. */
  readonly endUs: number;
  /** How long each request took to be acknowledged, in order, microseconds. */
  readonly latenciesUs: readonly number[];
  /** Busiest process of each role: the share of the time. */
  readonly utilisation: ReadonlyMap<string, number>;
}

/** The kernel takes a core away after so long. */
const sliceUs = 1_000;

/** Future events in order of time; few at once, so an insertion sort is enough. */
function createTimeline() {
  const events: { readonly at: number; readonly act: () => void }[] = [];
  let now = 0;
  return {
    now: () => now,
    after: (delayUs: number, act: () => void) => {
      const at = now + delayUs;
      let place = events.length;
      while (place > 0 && (events[place - 1]?.at ?? 0) <= at) place -= 1;
      events.splice(place, 0, { at, act });
    },
    run: () => {
      for (let next = events.pop(); next !== undefined; next = events.pop()) {
        now = next.at;
        next.act();
      }
    },
  };
}

/** Processes that share cores, first come, first served, a slice each. */
function createMachine(cores: number, timeline: ReturnType<typeof createTimeline>) {
  const runnable: Thread[] = [];
  let free = cores;
  const dispatch = () => {
    while (free > 0) {
      const thread = runnable.shift();
      const job = thread?.queue[0];
      if (thread === undefined || job === undefined) return;
      free -= 1;
      const us = Math.min(sliceUs, job.leftUs);
      timeline.after(us, () => {
        free += 1;
        thread.busyUs += us;
        job.leftUs -= us;
        if (job.leftUs <= 0) {
          thread.queue.shift();
          job.done();
        }
        thread.isRunnable = thread.queue.length > 0;
        if (thread.isRunnable) runnable.push(thread);
        dispatch();
      });
    }
  };
  return (thread: Thread, cpuUs: number, done: () => void) => {
    thread.queue.push({ leftUs: cpuUs, done });
    if (thread.isRunnable) return;
    thread.isRunnable = true;
    runnable.push(thread);
    dispatch();
  };
}

function startThreads(processes: Scenario['processes']): ReadonlyMap<string, readonly Thread[]> {
  const start = (name: string): Thread => ({ name, queue: [], isRunnable: false, busyUs: 0 });
  return new Map(
    Object.entries(processes).map(([role, count]) => {
      return [role, Array.from({ length: count }, () => start(role))] as const;
    }),
  );
}

/**
 * Discrete-event simulation of requests that pass through processes on shared cores. Requests are dealt out to the
 * processes of a role in turn; a client sends its next request when the last one is acknowledged.
 */
export function simulateMachines(scenario: Scenario): Outcome {
  const timeline = createTimeline();
  const work = createMachine(scenario.cores, timeline);
  const threads = startThreads(scenario.processes);
  const latenciesUs: number[] = [];
  let sent = 0;
  const pass = (steps: readonly Step[], number: number, done: () => void) => {
    const [step, ...rest] = steps;
    if (step === undefined) {
      done();
      return;
    }
    const group = threads.get(step.role) ?? [];
    const thread = group[number % group.length];
    if (thread === undefined) throw new RangeError(`no process of the role ${step.role}`);
    work(thread, step.cpuUs, () => {
      timeline.after(step.waitUs ?? 0, () => {
        pass(rest, number, done);
      });
    });
  };
  const send = () => {
    if (sent === scenario.requests) return;
    const number = (sent += 1);
    const startedAt = timeline.now();
    pass(scenario.before, number, () => {
      latenciesUs.push(timeline.now() - startedAt);
      pass(scenario.after, number, () => undefined);
      send();
    });
  };
  for (let client = 0; client < scenario.inFlight; client += 1) send();
  timeline.run();
  const endUs = timeline.now();
  const busiest = [...threads].map(([role, group]) => {
    return [role, Math.max(...group.map(({ busyUs }) => busyUs)) / endUs] as const;
  });
  return { endUs, latenciesUs, utilisation: new Map(busiest) };
}
