/** Loaded before a role with `--import`; DIE_AT is a FaultPoint as JSON. */
import { insertFaultPoint, type FaultPoint } from './fault-points.ts';
import { rewriteModule } from './rewrite-module.ts';

const point = JSON.parse(process.env['DIE_AT'] ?? '') as FaultPoint;
rewriteModule(point.file, (source) => insertFaultPoint(source, point));
