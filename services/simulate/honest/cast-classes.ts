import { addressIn, drawNetwork } from '../infrastructure.ts';
import { between, hex, pickSkewed, type Random } from '../random.ts';
import type { Role } from '../role.ts';
import type { World } from '../world.ts';
import { createClassroom } from './classroom.ts';

const dayMs = 86_400_000;

interface Course {
  readonly seed: number;
  readonly network: string;
  readonly domain: string;
  readonly startedAt: number;
}

function castStudent(world: World, course: Course, random: Random): Role {
  const client = pickSkewed(random, world.clients);
  const createdAt = course.startedAt + random.next() * 1.5 * dayMs;
  return {
    scenario: 'classroom',
    label: 'benign',
    factory: createClassroom(course.seed),
    shared: {
      record: {
        email_domain: course.domain,
        created_at: new Date(createdAt).toISOString(),
        plan: 'education',
        segment: 'education',
      },
      clients: [
        { ...client, ip: addressIn(random, course.network), asn: 64_600 },
        { ...client, ip: addressIn(random, drawNetwork(random)), asn: 64_512 },
      ],
    },
  };
}

/** Courses whose students sign up together from one campus: alike in everything, and honest. */
export function castClasses(world: World, students: number, random: Random): Role[] {
  const roles: Role[] = [];
  while (roles.length < students) {
    const course: Course = {
      seed: random.uint32(),
      network: drawNetwork(random),
      domain: `campus-${hex(random, 6)}`,
      startedAt: world.startAt - between(random, 1, 12) * dayMs,
    };
    const size = Math.min(between(random, 15, 40), students - roles.length);
    for (let i = 0; i < size; i += 1) roles.push(castStudent(world, course, random));
  }
  return roles;
}
