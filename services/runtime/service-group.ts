import { supervise, type ServicePlan, type SupervisedService } from './supervise.ts';

interface GroupOptions {
  say(line: string): void;
  /** Notes the process so that a later instance can end it when this one was killed. */
  register(pid: number): Promise<void>;
}

export interface ServiceGroup {
  /** Starts and supervises. Rejects when the first start fails. */
  run(plan: ServicePlan): Promise<void>;
  /** Stops what runs: intake first, then the workers, the stores last. Each is attempted. */
  stop(): Promise<void>;
}

const stopOrder = [
  'gateway',
  'review',
  'detect',
  'correlate',
  'calibrate',
  'automate',
  'maintain',
  'deliver',
  'redis',
  'postgres',
];

function rank({ name }: SupervisedService): number {
  return stopOrder.findIndex((prefix) => name.startsWith(prefix));
}

export function createServiceGroup({ say, register }: GroupOptions): ServiceGroup {
  const services: SupervisedService[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const service of services.toSorted((left, right) => rank(left) - rank(right))) {
      await service.stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some services did not stop.');
  };
  let stopping: Promise<void> | undefined;
  return {
    run: async (plan) => {
      const start = async () => {
        const child = await plan.start();
        if (child.pid !== undefined) await register(child.pid);
        return child;
      };
      services.push(await supervise({ ...plan, start }, say));
    },
    stop: () => (stopping ??= stop()),
  };
}
