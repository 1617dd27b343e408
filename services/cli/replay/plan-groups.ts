import type { Input } from '../inputs/input.ts';
import type { Events } from '../inputs/read-events.ts';
import type { OpenGroup, ReplayJournal } from './replay-journal.ts';

/** Logs of calls are repetitive text. */
const packedFactor = 8;

/** About how many bytes an input's text has. */
function textBytes({ name, bytes }: Input): number {
  return /\.(gz|zst)$/.test(name) ? bytes * packedFactor : bytes;
}

/** Cuts inputs, in their order, into groups that fit into memory together; one that alone does not is a group. */
function groupInputs(inputs: readonly Input[], mostBytes: number): Input[][] {
  const groups: Input[][] = [];
  let room = 0;
  for (const input of inputs) {
    const bytes = textBytes(input);
    const last = groups.at(-1);
    if (last === undefined || bytes > room) {
      groups.push([input]);
      room = mostBytes - bytes;
    } else {
      last.push(input);
      room -= bytes;
    }
  }
  return groups;
}

interface Plan {
  readonly inputs: readonly Input[];
  readonly journal: ReplayJournal;
  readonly groupBytes: number;
}

/** What is still to be sent: first the group at which the last run was, as long as all of it is as it was. */
export function planGroups({ inputs, journal, groupBytes }: Plan): Input[][] {
  const left = inputs.filter((input) => !journal.isFinished(input));
  const openVersions = new Map(journal.open?.inputs);
  const isOpen = ({ name, version }: Input) => openVersions.get(name) === version;
  const open = left.filter(isOpen);
  if (open.length === 0 || open.length !== openVersions.size) return groupInputs(left, groupBytes);
  return [
    open,
    ...groupInputs(
      left.filter((input) => !isOpen(input)),
      groupBytes,
    ),
  ];
}

function isSameGroup({ inputs }: OpenGroup, group: readonly Input[]): boolean {
  const versions = new Map(inputs);
  const isSame = ({ name, version }: Input) => versions.get(name) === version;
  return group.length === versions.size && group.every(isSame);
}

/** From which place on a group's events are still to be sent. */
export function startPlace(
  group: readonly Input[],
  events: Events,
  open: OpenGroup | undefined,
): number {
  // With another number of events the places are not what they were: better twice than not at all.
  const isSame = open !== undefined && isSameGroup(open, group) && open.events === events.length;
  return isSame ? open.sent : 0;
}
