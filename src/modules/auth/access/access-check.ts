import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS_ENTRY } from '../../../platform/http/edge/open-route.js';
import { type AccessEntry } from './may.js';
import { grantsOf } from './access-table.js';

/** Refuses to boot while any route has neither an entry in the access table nor is open by its own word. */
@Injectable()
export class AccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const unguarded = this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      const prototype = Object.getPrototypeOf(instance ?? {}) as Record<string, () => unknown> | null;
      if (!metatype || !prototype) return [];
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => {
          const handler = prototype[name]!;
          const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
          if (method === undefined) return false;
          const entry = this.reflector.getAllAndOverride<AccessEntry | undefined>(ACCESS_ENTRY, [handler, metatype]);
          return !entry || (entry !== 'open' && Object.keys(grantsOf(entry.resource, entry.action)).length === 0);
        })
        .map((name) => `${metatype.name}.${name}`);
    });
    if (unguarded.length > 0) {
      throw new Error(
        `These routes have no entry in the access table (see auth/access/access-table.ts): ${unguarded.join(', ')}`,
      );
    }
  }
}
