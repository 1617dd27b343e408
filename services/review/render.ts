import { join } from 'node:path';
import { Eta } from 'eta';
import { isAllowed, type Caller, type Permission } from './permissions.ts';

export interface PageData {
  readonly title: string;
  /** null on the pages that stand before the sign-in. */
  readonly user: Caller | null;
  /** Which entry of the navigation is marked. */
  readonly section?:
    | 'alerts'
    | 'cases'
    | 'decisions'
    | 'appeals'
    | 'campaigns'
    | 'shadow'
    | 'detectors'
    | 'audit'
    | 'search'
    | 'people'
    | 'endpoints'
    | 'me';
}

/** Renders a template of views/ inside the layout. Everything put into it is escaped. */
export type Render = (view: string, data: PageData & Readonly<Record<string, unknown>>) => string;

export function createRender(): Render {
  const eta = new Eta({
    views: join(import.meta.dirname, 'views'),
    cache: true,
    autoEscape: true,
    autoTrim: ['nl', false],
  });
  return (view, data) => {
    const { user } = data;
    const may = (permission: Permission) => user !== null && isAllowed(user.role, permission);
    return eta.render(view, { ...data, may });
  };
}
