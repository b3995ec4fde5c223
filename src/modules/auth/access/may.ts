import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { ACCESS_ENTRY } from '../../../platform/http/edge/open-route.js';
import { type Action, grantsOf, type Resource } from './access-table.js';

/** What a route asks for: an entry of the access table, or nothing. */
export type AccessEntry = { resource: Resource; action: string } | 'open';

/** The route's entry in the access table; a route without one (or `Open`) does not boot. */
export function May<R extends Resource>(resource: R, action: Action<R>): MethodDecorator {
  return applyDecorators(
    SetMetadata<string, AccessEntry>(ACCESS_ENTRY, { resource, action }),
    ApiBearerAuth(),
    ApiExtension('x-roles', Object.keys(grantsOf(resource, action))),
  );
}
